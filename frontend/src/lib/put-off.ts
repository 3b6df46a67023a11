const KEY = 'stoke.asked';

/** Questions that somebody put off on this device, as `member:kind:version`. */
export function putOff(): string[] {
  return localStorage.getItem(KEY)?.split(' ') ?? [];
}

/** Asks no more, here, until there is a newer version. */
export function leaveForLater(question: string): void {
  localStorage.setItem(KEY, [...putOff(), question].join(' '));
}
