import { describe, expect, it } from 'vitest';
import type { AttentionItem, Home } from '@/api/generated';
import { greeting, hourIn, reasonOf, recordText, summary } from './words';

const item: AttentionItem = {
  client_id: 'c',
  client_name: 'Tomas Keller',
  kind: 'missed_workouts',
  days: 9,
  missed: 3,
  last_workout_on: '2026-11-11',
  weekdays: [1, 3, 5],
  program_id: 'p',
  program_name: 'Strength base',
  program_ends_on: '2026-11-22',
  program_done: 47,
  program_total: 50,
};

const home = {
  today_on: '2026-11-20',
  today: [],
  attention: [],
  attention_count: 0,
  feed: [],
  heat: [],
} as unknown as Home;

describe('greeting', () => {
  it.each([
    [4, 'Good evening, Nora'],
    [5, 'Good morning, Nora'],
    [12, 'Good afternoon, Nora'],
    [18, 'Good evening, Nora'],
  ])('at %i', (hour, text) => expect(greeting('Nora Berg', hour)).toBe(text));

  it('takes the hour of the zone', () => {
    expect(hourIn('Asia/Tokyo', new Date('2026-11-20T15:30:00Z'))).toBe(0);
  });
});

describe('summary', () => {
  it('tells of a quiet day', () => {
    expect(summary(home)).toMatch(/Nobody has a workout today; nobody needs you\.$/);
  });
  it('counts what is left and who needs somebody', () => {
    const today = ['done', 'planned', 'planned'].map((state) => ({ state }));
    expect(summary({ ...home, today, attention_count: 1 } as unknown as Home)).toMatch(
      /3 workouts today, 2 still to come; 1 person needs you\.$/,
    );
  });
  it('says when the day is done', () => {
    const today = [{ state: 'done' }];
    expect(summary({ ...home, today, attention_count: 2 } as unknown as Home)).toMatch(
      /All of today's workouts are settled; 2 people need you\.$/,
    );
  });
});

describe('reasonOf', () => {
  it('says on which days somebody usually trains', () => {
    expect(reasonOf(item, '2026-11-20')).toEqual({
      chip: 'Missed 3 workouts',
      tone: 'bad',
      text: 'Usually trains Mon, Wed, Fri. Last trained 9 days ago.',
    });
  });
  it('says how much of an ending program is done', () => {
    expect(reasonOf({ ...item, kind: 'program_ends' }, '2026-11-20')).toMatchObject({
      chip: 'Program ends in 2 days',
      text: 'Strength base. 94% done.',
    });
  });
  it('does not invent a last workout', () => {
    const never = { ...item, kind: 'no_program' as const, days: 1, last_workout_on: null };
    expect(reasonOf(never, '2026-11-20').text).toBe('Added 1 day ago. Has not trained yet.');
  });
});

describe('recordText', () => {
  it('gives set and estimate in the units of the reader', () => {
    const record = {
      kind: 'estimated_1rm' as const,
      exercise_name: 'Deadlift',
      value: 132,
      weight_kg: 120,
      reps: 3,
    };
    expect(recordText(record, 'metric')).toBe(
      'Deadlift record: 120\u00a0kg × 3, estimated 1RM 132\u00a0kg',
    );
    expect(recordText(record, 'imperial')).toContain('264.5\u00a0lb × 3');
  });
});
