import { ApiError, messageOf, NetworkError } from '@/api/errors';
import { settleFinish } from './changes';
import { nextStep, refuse, type Step, settleBatch, settleStart } from './steps';
import type { Transport } from './transport';
import type { KeptSession } from './types';

/** How far the server knows of a kept workout. `blocked` needs the person: a repeat would be refused again. */
export type SyncState =
  | { phase: 'saved' }
  | { phase: 'saving' }
  | { phase: 'offline' }
  | { phase: 'trouble'; message: string }
  | { phase: 'blocked'; message: string; code: string; problem: ApiError['problem'] };

export interface RunnerDeps {
  get: () => KeptSession;
  change: (edit: (session: KeptSession) => KeptSession) => void;
  transport: Transport;
  onState: (state: SyncState) => void;
  /** The session was finished or discarded on the server. */
  onEnded: (session: KeptSession) => void;
  random?: () => number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Several sets confirmed at once travel together. */
const GATHER_MS = 300;

/** Tries to bring the server up to date until it is; waits longer after each failure, with jitter. */
export class SyncRunner {
  private readonly deps: RunnerDeps;
  private running = false;
  private stopped = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: RunnerDeps) {
    this.deps = deps;
  }

  /** Something changed, or the network is back. */
  wake(delay = GATHER_MS): void {
    if (this.stopped || this.running) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), delay);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Resolves when there is nothing left to send, or when it has to wait. */
  async run(): Promise<void> {
    if (this.running || this.stopped) return;
    clearTimeout(this.timer);
    this.running = true;
    try {
      for (let step = nextStep(this.deps.get()); step; step = nextStep(this.deps.get())) {
        this.deps.onState({ phase: 'saving' });
        await this.take(step);
        this.failures = 0;
        if (this.stopped) return;
      }
      this.deps.onState({ phase: 'saved' });
    } catch (error) {
      this.fail(error);
    } finally {
      this.running = false;
    }
  }

  private async take(step: Step): Promise<void> {
    const { transport, change, get } = this.deps;
    const session = get();
    if (step.kind === 'start') {
      const answer = await transport.start(session);
      change((now) => settleStart(now, answer));
    } else if (step.kind === 'sets') {
      try {
        const answer = await transport.sendSets(session, step.batch);
        change((now) => settleBatch(now, step.batch, answer));
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 422) throw error;
        const without = refuse(get(), step.batch, error.fields);
        if (!without) throw error;
        change(() => without);
      }
    } else if (step.kind === 'finish') {
      const result = await transport.finish(session, step.ending);
      change((now) => settleFinish(now, result));
      this.deps.onEnded(get());
    } else {
      if (session.started) await transport.discard(session);
      this.deps.onEnded(session);
      this.stop();
    }
  }

  private fail(error: unknown): void {
    if (error instanceof ApiError && !isPassing(error.status)) {
      const { code, message, problem } = error;
      this.deps.onState({ phase: 'blocked', message, code, problem });
      return;
    }
    this.deps.onState(
      error instanceof NetworkError
        ? { phase: 'offline' }
        : { phase: 'trouble', message: messageOf(error) },
    );
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    const jitter = 0.5 + (this.deps.random ?? Math.random)() / 2;
    this.timer = setTimeout(() => void this.run(), wait * jitter);
  }
}

/** Worth trying again by itself: the server is busy, or the sign-in has to be renewed first. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 429 || status === 408 || status === 401;
}
