/**
 * A UUIDv7 (RFC 9562, 5.7): the time in milliseconds in front, so that ids sort by when they were made, and
 * 74 random bits behind. Made here, because a phone gives ids to what it logs without a network.
 */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place += 1)
    bytes[place] = Math.floor(now / 256 ** (5 - place)) % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, part, all) => hex.slice(from, all[part + 1])).join('-');
}
