import { checkLimits } from '../document/limits';
import { type ProgramDocument, Refusal } from '../document/types';
import { Autosave, type SavePorts, type SaveState } from './autosave';
import type { SavedTemplate, TemplateContent } from './content';
import { type History, record, redo, settle, startHistory, undo } from './history';
import { sameContent } from './same';

export interface BuilderState {
  content: TemplateContent;
  save: SaveState;
  undoLabel: string | null;
  redoLabel: string | null;
}

export interface EditOptions {
  /** Edits under one name are one step of undo: typing into a field. */
  merge?: string;
  /** Read out after the edit; else the label is. */
  say?: string;
  /** Says nothing: the field that was typed into is read out anyway. */
  silent?: boolean;
}

/** The open template: its content with undo and redo, what is said about edits, and its saving. */
export class BuilderStore {
  readonly autosave: Autosave;
  #history: History<TemplateContent>;
  #state: BuilderState;
  readonly #listeners = new Set<() => void>();
  readonly #speakers = new Set<(text: string, refused: boolean) => void>();

  constructor(saved: SavedTemplate, ports: SavePorts) {
    this.autosave = new Autosave(saved, ports);
    this.#history = startHistory(saved.content);
    this.#state = this.#derive();
    this.autosave.subscribe(() => this.#publish());
    const draft = ports.drafts.read(saved.id);
    if (draft && sameContent(draft.content, saved.content)) {
      // Saved as the page was left, after which no answer could be heard.
      ports.drafts.drop(saved.id, draft.tab);
    } else if (draft) {
      // Typed earlier and not saved then: shown again, as an edit that can be undone.
      this.#apply(record(this.#history, draft.content, 'Bring back unsaved changes'));
      if (draft.base !== saved.version) this.autosave.meet(saved);
    }
  }

  get state(): BuilderState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Told in words what every edit did, and what was refused. */
  onSay(speaker: (text: string, refused: boolean) => void): () => void {
    this.#speakers.add(speaker);
    return () => this.#speakers.delete(speaker);
  }

  /** Changes the program. An edit beyond the limits is refused in words; true when something changed. */
  edit(
    label: string,
    change: (document: ProgramDocument) => ProgramDocument,
    options: EditOptions = {},
  ): boolean {
    return this.change(
      label,
      (content) => {
        const document = change(content.document);
        if (document === content.document) return content;
        checkLimits(document);
        return { ...content, document };
      },
      options,
    );
  }

  /** Changes the template's name, description and so on, or all of it. */
  change(
    label: string,
    change: (content: TemplateContent) => TemplateContent,
    { merge, say, silent = false }: EditOptions = {},
  ): boolean {
    try {
      const next = change(this.#history.present);
      if (next === this.#history.present) return false;
      this.#apply(record(this.#history, next, label, merge ?? null));
      if (!silent) this.say(say ?? label);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.say(error.message, true);
      return false;
    }
  }

  undo(): void {
    const label = this.#state.undoLabel;
    if (label === null) return;
    this.#apply(undo(this.#history));
    this.say(`Undone: ${label}`);
  }

  redo(): void {
    const label = this.#state.redoLabel;
    if (label === null) return;
    this.#apply(redo(this.#history));
    this.say(`Redone: ${label}`);
  }

  /** A field was left: the next typing is a step of its own, and what was typed is saved now. */
  leaveField(): void {
    this.#history = settle(this.#history);
    if (this.#state.save.kind === 'waiting') void this.autosave.flush();
  }

  /** After a conflict: shows their version; mine is one undo away. */
  takeTheirs(): void {
    const theirs = this.autosave.takeTheirs();
    this.#apply(record(this.#history, theirs, 'Take the other version'));
  }

  say(text: string, refused = false): void {
    for (const speaker of this.#speakers) speaker(text, refused);
  }

  #apply(history: History<TemplateContent>): void {
    if (history === this.#history) return;
    this.#history = history;
    this.autosave.change(history.present);
    this.#publish();
  }

  #derive(): BuilderState {
    return {
      content: this.#history.present,
      save: this.autosave.state,
      undoLabel: this.#history.past.at(-1)?.label ?? null,
      redoLabel: this.#history.future[0]?.label ?? null,
    };
  }

  #publish(): void {
    this.#state = this.#derive();
    for (const listener of this.#listeners) listener();
  }
}
