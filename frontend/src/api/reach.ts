const listeners = new Set<() => void>();
let answered = true;
let known = true;

/** Whether the server is in reach, as far as is known: the device has a network, and the last request was answered. */
export function inReach(): boolean {
  return navigator.onLine && answered;
}

/** Notes whether a request was answered (with whatever status), or did not get through. */
export function noteReach(now: boolean): void {
  answered = now;
  tell();
}

/** Calls back whenever `inReach` has changed. */
export function onReach(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  if (known === inReach()) return;
  known = inReach();
  for (const listener of listeners) listener();
}

addEventListener('offline', tell);
addEventListener('online', () => {
  // What failed before says nothing about the network that is there now.
  answered = true;
  tell();
});
