import { type ClientMessage, type LiveEvent, readMessage, type ServerMessage } from './protocol';

const PING_MS = 25_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const REMEMBERED_IDS = 500;
/** Closed over the token: 4401 is Stoke's own, 1008 the standard's "policy violation". */
const REFUSED_CODES = new Set([4401, 1008]);

export type LiveStatus = 'off' | 'connecting' | 'live' | 'waiting';

/** What a connection needs from the outside; tests bring a socket of their own. */
export interface LivePorts {
  open: (url: string) => WebSocket;
  /** The access token to present, or null when nobody is signed in; `refused` is one that no longer works. */
  token: (refused: string | null) => Promise<string | null>;
  /** 0 to 1. */
  random: () => number;
  /** Milliseconds since this tab began to fetch. */
  age: () => number;
}

/**
 * One socket that stays: it signs in, keeps alive, comes back after a break with the id of the last event
 * that it saw, and gives each event on once.
 */
export class LiveConnection {
  status: LiveStatus = 'off';
  readonly #ports: LivePorts;
  readonly #eventListeners = new Set<(event: LiveEvent) => void>();
  readonly #resyncListeners = new Set<() => void>();
  readonly #statusListeners = new Set<() => void>();
  readonly #seen = new Set<string>();
  #socket: WebSocket | null = null;
  #cursor: string | null = null;
  #newest: string | null = null;
  #refused: string | null = null;
  #failures = 0;
  #wanted = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onResync(listener: () => void): () => void {
    this.#resyncListeners.add(listener);
    return () => this.#resyncListeners.delete(listener);
  }

  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#connect();
  }

  /** Closes for good and forgets the place in the stream: the next person starts anew. */
  stop(): void {
    this.#wanted = false;
    this.#cursor = null;
    this.#failures = 0;
    this.#seen.clear();
    clearTimeout(this.#retry);
    this.#drop();
    this.#setStatus('off');
  }

  /** Tries now instead of at the end of the wait: the network is back, or the tab is looked at again. */
  wake(): void {
    if (this.status !== 'waiting') return;
    clearTimeout(this.#retry);
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#setStatus('connecting');
    let token: string | null;
    try {
      token = await this.#ports.token(this.#refused);
    } catch {
      this.#wait();
      return;
    }
    if (!this.#wanted || this.status !== 'connecting') return;
    if (token === null) {
      this.stop();
      return;
    }
    const socket = this.#ports.open('/api/live');
    this.#socket = socket;
    socket.onopen = () => send(socket, { type: 'auth', token, ...this.#place() });
    socket.onmessage = (frame) => {
      const message = readMessage(frame.data);
      if (message && this.#socket === socket) this.#receive(message);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#refused = REFUSED_CODES.has(code) ? token : null;
      this.#wait();
    };
  }

  /** Where to go on from: the last event seen, or for a fresh tab how long ago it began to fetch. */
  #place(): { since: string } | { age_ms: number } {
    return this.#cursor === null
      ? { age_ms: Math.round(this.#ports.age()) }
      : { since: this.#cursor };
  }

  #receive(message: ServerMessage): void {
    if (message.type === 'ready') {
      this.#failures = 0;
      this.#newest = message.cursor;
      // What was missed follows; until it is here, the next connection has to ask for it again.
      this.#cursor ??= message.cursor;
      clearInterval(this.#ping);
      this.#ping = setInterval(() => {
        if (this.#socket) send(this.#socket, { type: 'ping' });
      }, PING_MS);
      this.#setStatus('live');
    } else if (message.type === 'event') {
      this.#take(message);
    } else if (message.type === 'resync') {
      this.#cursor = this.#newest;
      for (const listener of this.#resyncListeners) listener();
    }
  }

  #take(event: LiveEvent): void {
    // The server may repeat events around a reconnect.
    if (this.#seen.has(event.id)) return;
    this.#seen.add(event.id);
    const [oldest] = this.#seen;
    if (this.#seen.size > REMEMBERED_IDS && oldest !== undefined) this.#seen.delete(oldest);
    this.#cursor = event.id;
    for (const listener of this.#eventListeners) listener(event);
  }

  /** Doubles the wait with each failure, and scatters it: a restarted server must not meet everybody at once. */
  #wait(): void {
    this.#drop();
    if (!this.#wanted) return;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#setStatus('waiting');
    this.#retry = setTimeout(
      () => void this.#connect(),
      longest / 2 + (longest / 2) * this.#ports.random(),
    );
  }

  #drop(): void {
    clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #setStatus(status: LiveStatus): void {
    if (this.status === status) return;
    this.status = status;
    for (const listener of this.#statusListeners) listener();
  }
}

function send(socket: WebSocket, message: ClientMessage): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
