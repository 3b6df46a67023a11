const STEPS = 100;

interface Step<T> {
  /** What stood before the edit (in `past`) or after it (in `future`). */
  content: T;
  /** What the edit did: "Move Back squat". */
  label: string;
}

export interface History<T> {
  past: readonly Step<T>[];
  present: T;
  future: readonly Step<T>[];
  /** Names the field being typed into: edits under one name are one step. */
  merge: string | null;
}

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], merge: null };
}

/** Notes an edit. One under the same `merge` name as the edit before it joins that step. */
export function record<T>(
  history: History<T>,
  next: T,
  label: string,
  merge: string | null = null,
): History<T> {
  if (next === history.present) return history;
  if (merge !== null && merge === history.merge) return { ...history, present: next, future: [] };
  const step = { content: history.present, label };
  return { past: [...history.past, step].slice(-STEPS), present: next, future: [], merge };
}

/** Ends a run of joined edits: the field was left. */
export function settle<T>(history: History<T>): History<T> {
  return history.merge === null ? history : { ...history, merge: null };
}

export function undo<T>(history: History<T>): History<T> {
  const step = history.past.at(-1);
  if (!step) return history;
  return {
    past: history.past.slice(0, -1),
    present: step.content,
    future: [{ content: history.present, label: step.label }, ...history.future],
    merge: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [step, ...rest] = history.future;
  if (!step) return history;
  return {
    past: [...history.past, { content: history.present, label: step.label }],
    present: step.content,
    future: rest,
    merge: null,
  };
}
