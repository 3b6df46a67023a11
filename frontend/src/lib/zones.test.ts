import { describe, expect, it } from 'vitest';
import { dateParam } from './search';
import { startOfDay } from './zones';

describe('the first moment of a day', () => {
  it.each([
    ['2026-11-20', 'UTC', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20', 'Europe/Berlin', '2026-11-19T23:00:00.000Z'],
    // The clocks change in the night after it began, and before it ends.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-11-20', 'Asia/Kathmandu', '2026-11-19T18:15:00.000Z'],
    ['2026-11-20', 'Pacific/Kiritimati', '2026-11-19T10:00:00.000Z'],
    ['2026-11-20', 'Pacific/Pago_Pago', '2026-11-20T11:00:00.000Z'],
  ])('%s in %s', (date, zone, moment) => {
    expect(startOfDay(date, zone).toISOString()).toBe(moment);
  });
});

describe('a date of the address', () => {
  it('is one that there is', () => {
    expect(dateParam('2026-02-28')).toBe('2026-02-28');
    for (const wrong of ['2026-02-30', '2026-2-1', '20260201', 5, undefined, '0000-13-01']) {
      expect(dateParam(wrong)).toBeUndefined();
    }
  });
});
