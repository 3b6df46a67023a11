import { ApiError, messageOf, NetworkError } from '@/api/errors';
import type { SavedTemplate, TemplateContent } from './content';
import type { DraftStore } from './drafts';
import { sameContent } from './same';

const WAIT_MS = 800;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

export type SaveState =
  | { kind: 'saved' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  /** Not reached; tried again by itself. */
  | { kind: 'offline' }
  /** The server could not; tried again by itself. */
  | { kind: 'failing'; message: string }
  /** The server refused what stands there; the next edit tries again. */
  | { kind: 'refused'; message: string }
  | { kind: 'conflict'; theirs: SavedTemplate };

export interface SavePorts {
  /** Saves over `version`; throws ApiError or NetworkError. */
  save: (version: number, content: TemplateContent, leaving: boolean) => Promise<SavedTemplate>;
  /** The other version behind a refused save; null when it was no conflict. */
  conflictOf: (error: ApiError) => Promise<SavedTemplate | null>;
  drafts: DraftStore;
  tab: string;
}

/**
 * Saves a template a moment after the last edit, one request at a time. What is not saved yet is kept as a
 * draft from the first keystroke on, so that nothing that was typed depends on the network.
 */
export class Autosave {
  state: SaveState = { kind: 'saved' };
  readonly #ports: SavePorts;
  readonly #listeners = new Set<() => void>();
  #saved: SavedTemplate;
  #content: TemplateContent;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inFlight: Promise<void> | null = null;
  #failures = 0;

  constructor(saved: SavedTemplate, ports: SavePorts) {
    this.#saved = saved;
    this.#content = saved.content;
    this.#ports = ports;
  }

  /** The template as the server last confirmed it. */
  get saved(): SavedTemplate {
    return this.#saved;
  }

  get clean(): boolean {
    return this.#content === this.#saved.content;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the newest content; saves it when no other has come for 800 ms. */
  change(content: TemplateContent): void {
    if (content === this.#content) return;
    this.#content = content;
    this.#keepDraft();
    if (this.state.kind === 'conflict') return;
    if (this.clean) {
      // Undone back to what is saved.
      clearTimeout(this.#timer);
      if (this.#inFlight) return;
      this.#settled();
      return;
    }
    if (!this.#inFlight) this.#become({ kind: 'waiting' });
    this.#plan(WAIT_MS);
  }

  /** Saves now: a field was left, the network is back, the page is about to go. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#inFlight) await this.#inFlight;
    if (this.clean || this.state.kind === 'conflict') return;
    this.#inFlight = this.#save(leaving).finally(() => {
      this.#inFlight = null;
    });
    await this.#inFlight;
    if (!this.clean && this.state.kind === 'waiting') this.#plan(WAIT_MS);
  }

  /** After a conflict: saves mine over their version. */
  async keepMine(): Promise<void> {
    if (this.state.kind !== 'conflict') return;
    this.#saved = this.state.theirs;
    this.#become({ kind: 'waiting' });
    await this.flush();
  }

  /** After a conflict: their version is the saved one; the caller shows it. */
  takeTheirs(): TemplateContent {
    if (this.state.kind !== 'conflict') return this.#content;
    this.#saved = this.state.theirs;
    this.#content = this.#saved.content;
    this.#settled();
    return this.#content;
  }

  /** A version that is newer than what this was opened with, found before anything was saved. */
  meet(theirs: SavedTemplate): void {
    clearTimeout(this.#timer);
    this.#become({ kind: 'conflict', theirs });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #save(leaving: boolean): Promise<void> {
    const sent = this.#content;
    this.#become({ kind: 'saving' });
    try {
      const saved = await this.#ports.save(this.#saved.version, sent, leaving);
      this.#confirm(saved, sent);
    } catch (error) {
      await this.#failed(error, sent);
    }
  }

  #confirm(saved: SavedTemplate, sent: TemplateContent): void {
    // The content object stays the one that was sent: identity says whether anything was typed since.
    this.#saved = { ...saved, content: sent };
    this.#failures = 0;
    if (this.clean) {
      this.#settled();
      return;
    }
    this.#keepDraft();
    this.#become({ kind: 'waiting' });
  }

  async #failed(failure: unknown, sent: TemplateContent): Promise<void> {
    let error = failure;
    if (failure instanceof ApiError) {
      try {
        const theirs = await this.#ports.conflictOf(failure);
        if (theirs && sameContent(theirs.content, sent)) {
          // It was saved before, and only the answer was lost.
          this.#confirm(theirs, sent);
          return;
        }
        if (theirs) {
          this.#become({ kind: 'conflict', theirs });
          return;
        }
      } catch (unread) {
        // Their version could not be read just now: this save is tried again like any other.
        error = unread;
      }
    }
    const passing =
      error instanceof NetworkError ||
      (error instanceof ApiError && (error.status >= 500 || error.status === 429));
    if (!passing) {
      const first = error instanceof ApiError ? error.fields[0]?.message : undefined;
      this.#become({ kind: 'refused', message: first ?? messageOf(error) });
      return;
    }
    this.#become(
      error instanceof NetworkError
        ? { kind: 'offline' }
        : { kind: 'failing', message: messageOf(error) },
    );
    this.#plan(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures));
    this.#failures += 1;
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #keepDraft(): void {
    const { drafts, tab } = this.#ports;
    drafts.write(this.#saved.id, { base: this.#saved.version, content: this.#content, tab });
  }

  #settled(): void {
    this.#ports.drafts.drop(this.#saved.id, this.#ports.tab);
    this.#become({ kind: 'saved' });
  }

  #become(state: SaveState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}
