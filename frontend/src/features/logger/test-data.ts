import type { Block, Guidance, Prescription, WorkoutOut } from '@/lib/workouts/types';

/** Made-up workouts for the tests of this feature. */
export function prescription(id: string, change: Partial<Prescription> = {}): Prescription {
  return {
    id,
    exercise_id: `exercise-${id}`,
    exercise_name: `Exercise ${id}`,
    measurement: 'weight_reps',
    sets: 3,
    reps: { min: 8, max: 10 },
    rest_s: 120,
    ...change,
  };
}

export function straight(p: Prescription): Block {
  return { id: `block-${p.id}`, kind: 'straight', prescriptions: [p] };
}

export function superset(rounds: number, ids: string[], rest_s = 90): Block {
  return {
    id: `block-${ids.join('')}`,
    kind: 'superset',
    rounds,
    rest_s,
    prescriptions: ids.map((id) => prescription(id, { sets: rounds, rest_s: null })),
  };
}

export function guidance(id: string, change: Partial<Guidance> = {}): Guidance {
  return {
    prescription_id: id,
    exercise_id: `exercise-${id}`,
    last_time: null,
    suggested_load: null,
    ...change,
  };
}

export function workout(blocks: Block[], guides: Guidance[] = []): WorkoutOut {
  return {
    id: 'workout',
    program_id: 'program',
    program_name: 'Strong',
    client_id: 'client',
    name: 'Lower A',
    scheduled_on: '2026-11-20',
    status: 'planned',
    phase: 1,
    week: 1,
    day: 1,
    completed_at: null,
    version: 1,
    document: { id: 'day', name: 'Lower A', blocks },
    guidance: guides,
    log: null,
  };
}

export function lastTime(...sets: [weight: number | null, reps: number][]) {
  return {
    session_log_id: 'before',
    performed_on: '2026-11-13',
    sets: sets.map(([weight_kg, reps], place) => ({
      set_number: place + 1,
      kind: 'working' as const,
      weight_kg,
      reps,
      rpe: null,
      duration_s: null,
      distance_m: null,
    })),
  };
}
