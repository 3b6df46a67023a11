/** Codes of refusals that hold for every page, until something changes: see `Me.held_back`. */
const codes = new Set(['organization_suspended', 'organization_closing', 'second_factor_missing']);

let tell: ((code: string) => void) | null = null;

/** Names who is told when a request was refused because the person is held back. */
export function onHeldBack(next: (code: string) => void): void {
  tell = next;
}

export function noteRefusal(code: string): void {
  if (codes.has(code)) tell?.(code);
}
