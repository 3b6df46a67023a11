import type {
  CompleteWorkoutData,
  CompleteWorkoutResponses,
  DiscardSessionData,
  DiscardSessionResponses,
  FinishSessionData,
  FinishSessionResponses,
  StartSessionData,
  StartSessionResponses,
  SyncSetsData,
  SyncSetsResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import type { FinishResult, SessionOut, SyncResult } from '@/lib/workouts/types';
import type { Batch } from './steps';
import type { Ending, KeptSession } from './types';

/** The requests that a kept workout makes; every one may be sent again without harm. */
export interface Transport {
  start(session: KeptSession): Promise<SessionOut>;
  sendSets(session: KeptSession, batch: Batch): Promise<SyncResult>;
  finish(session: KeptSession, ending: Ending): Promise<FinishResult>;
  discard(session: KeptSession): Promise<unknown>;
}

export const httpTransport: Transport = {
  start: (session) =>
    api.post<StartSessionData, StartSessionResponses>('/api/session-logs', {
      body: {
        id: session.id,
        workout_id: session.workout_id,
        started_at: session.started_at,
        time_zone: session.time_zone,
        ...(session.workout_id ? {} : { name: session.name }),
      },
    }),
  sendSets: (session, batch) =>
    api.post<SyncSetsData, SyncSetsResponses>('/api/session-logs/{session_log_id}/sets', {
      path: { session_log_id: session.id },
      body: batch,
      // A page that is put away right after the last set still sends it.
      keepalive: true,
    }),
  finish: (session, ending) =>
    session.workout_id
      ? api.post<CompleteWorkoutData, CompleteWorkoutResponses>(
          '/api/workouts/{workout_id}/complete',
          {
            path: { workout_id: session.workout_id },
            body: { ...ending, session_log_id: session.id },
          },
        )
      : api.post<FinishSessionData, FinishSessionResponses>(
          '/api/session-logs/{session_log_id}/finish',
          {
            path: { session_log_id: session.id },
            body: ending,
          },
        ),
  discard: (session) =>
    api.delete<DiscardSessionData, DiscardSessionResponses>('/api/session-logs/{session_log_id}', {
      path: { session_log_id: session.id },
    }),
};
