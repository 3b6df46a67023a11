import { newId } from '@/lib/ids';
import type { KeptSession } from './types';

export interface Owner {
  userId: string;
  timeZone: string;
}

/** A workout that begins now with nothing in it: a free one as it is, a planned one to be filled. */
export function emptySession(owner: Owner, clientId: string, now = Date.now()): KeptSession {
  const id = newId(now);
  return {
    key: id,
    id,
    user_id: owner.userId,
    client_id: clientId,
    workout_id: null,
    name: 'Workout',
    started_at: new Date(now).toISOString(),
    time_zone: owner.timeZone,
    state: 'open',
    started: false,
    exercises: [],
    sets: [],
    current: null,
    rest: null,
    notes: null,
    ending: null,
    result: null,
    refused: {},
  };
}
