import type { Muscles } from '../document/figures';

/** What the builder knows of an exercise. */
export interface BookEntry {
  id: string;
  name: string;
  measurement: string;
  primary_muscles: readonly string[];
  secondary_muscles: readonly string[];
  unilateral: boolean;
}

/** The exercises that the open program uses, and those that were chosen since. */
export class ExerciseBook {
  #entries = new Map<string, BookEntry>();
  #version = 0;
  readonly #listeners = new Set<() => void>();

  constructor(entries: readonly BookEntry[]) {
    for (const entry of entries) this.#entries.set(entry.id, entry);
  }

  get version(): number {
    return this.#version;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(entries: readonly BookEntry[]): void {
    const unknown = entries.filter(({ id }) => !this.#entries.has(id));
    if (unknown.length === 0) return;
    for (const entry of unknown) this.#entries.set(entry.id, entry);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  get(id: string): BookEntry | undefined {
    return this.#entries.get(id);
  }

  nameOf(id: string): string {
    return this.#entries.get(id)?.name ?? 'Exercise';
  }

  musclesOf = (id: string): Muscles | undefined => {
    const entry = this.#entries.get(id);
    return entry && { primary: entry.primary_muscles, secondary: entry.secondary_muscles };
  };
}
