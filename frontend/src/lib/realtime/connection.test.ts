import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveConnection } from './connection';

class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readyState = 0;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((frame: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    FakeSocket.opened.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  breakOff(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

function event(id: string) {
  return {
    type: 'event',
    id,
    name: 'workouts.session_finished',
    at: '2026-11-20T10:00:00Z',
    data: {},
  };
}

function last(): FakeSocket {
  const socket = FakeSocket.opened.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
}

async function connected(
  token: (refused: string | null) => Promise<string | null> = async () => 'token',
) {
  const live = new LiveConnection({
    open: (url) => new FakeSocket(url) as unknown as WebSocket,
    token,
    random: () => 1,
    age: () => 1200,
  });
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  return live;
}

describe('LiveConnection', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.opened.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('signs in with its first message and is live once the server is ready', async () => {
    const live = await connected();
    expect(last().url).toBe('/api/live');
    last().accept();
    expect(last().sent).toEqual([{ type: 'auth', token: 'token', age_ms: 1200 }]);
    expect(live.status).toBe('connecting');
    last().say({ type: 'ready', cursor: '7' });
    expect(live.status).toBe('live');
  });

  it('gives each event on once', async () => {
    const live = await connected();
    const heard: string[] = [];
    live.onEvent(({ id }) => heard.push(id));
    last().accept();
    last().say({ type: 'ready', cursor: '7' });
    for (const id of ['8', '9', '8', '9', '10']) last().say(event(id));
    expect(heard).toEqual(['8', '9', '10']);
  });

  it('pings every 25 seconds', async () => {
    await connected();
    last().accept();
    last().say({ type: 'ready', cursor: '7' });
    await vi.advanceTimersByTimeAsync(50_000);
    expect(last().sent.slice(1)).toEqual([{ type: 'ping' }, { type: 'ping' }]);
  });

  it('comes back after a break from where it was, waiting longer each time', async () => {
    const live = await connected();
    last().accept();
    last().say({ type: 'ready', cursor: '7' });
    last().say(event('8'));
    last().breakOff();
    expect(live.status).toBe('waiting');
    await vi.advanceTimersByTimeAsync(499);
    expect(FakeSocket.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    last().accept();
    expect(last().sent).toEqual([{ type: 'auth', token: 'token', since: '8' }]);
    last().breakOff();
    await vi.advanceTimersByTimeAsync(999);
    expect(FakeSocket.opened).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSocket.opened).toHaveLength(3);
  });

  it('asks again for what it missed when it breaks off before that came', async () => {
    await connected();
    last().accept();
    last().say({ type: 'ready', cursor: '7' });
    last().say(event('8'));
    last().breakOff();
    await vi.advanceTimersByTimeAsync(500);
    last().accept();
    last().say({ type: 'ready', cursor: '20' });
    last().breakOff();
    await vi.advanceTimersByTimeAsync(500);
    last().accept();
    expect(last().sent).toEqual([{ type: 'auth', token: 'token', since: '8' }]);
  });

  it('does not wait out its time when woken', async () => {
    const live = await connected();
    last().breakOff();
    live.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  it('passes a resync on', async () => {
    const live = await connected();
    const resync = vi.fn();
    live.onResync(resync);
    last().accept();
    last().say({ type: 'resync' });
    expect(resync).toHaveBeenCalledOnce();
  });

  it('stops for good when nobody is signed in', async () => {
    const live = await connected(async () => null);
    expect(live.status).toBe('off');
    expect(FakeSocket.opened).toHaveLength(0);
  });

  it('keeps trying while the token cannot be fetched', async () => {
    const token = vi.fn<() => Promise<string | null>>().mockRejectedValueOnce(new Error('offline'));
    token.mockResolvedValue('token');
    await connected(token);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('asks for a new token after its own was refused', async () => {
    const token = vi.fn(async (_refused: string | null) => 'token');
    await connected(token);
    last().breakOff(4401);
    await vi.advanceTimersByTimeAsync(500);
    expect(token.mock.calls).toEqual([[null], ['token']]);
  });

  it('forgets its place when stopped', async () => {
    const live = await connected();
    last().accept();
    last().say({ type: 'ready', cursor: '7' });
    live.stop();
    last().breakOff();
    live.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(last().url).toBe('/api/live');
  });
});
