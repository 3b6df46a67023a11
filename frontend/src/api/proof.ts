type Ask = () => Promise<boolean>;

let ask: Ask | null = null;
let inFlight: Promise<boolean> | null = null;

/** Names who asks the person to prove that it is they; gives what takes that back. */
export function onProofAsked(next: Ask): () => void {
  ask = next;
  return () => {
    if (ask === next) ask = null;
  };
}

/** Asks once, however many requests wait for it. False when the person would not, or nobody is there to ask. */
export function askProof(): Promise<boolean> {
  if (!ask) return Promise.resolve(false);
  inFlight ??= ask().finally(() => {
    inFlight = null;
  });
  return inFlight;
}
