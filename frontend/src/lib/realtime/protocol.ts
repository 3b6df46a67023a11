/** What the server sends on `/api/live`. */
export type ServerMessage =
  | { type: 'ready'; cursor: string }
  | LiveEvent
  | { type: 'resync' }
  | { type: 'pong' };

/** Something happened; `data` carries ids only, the page asks the API for the rest. */
export interface LiveEvent {
  type: 'event';
  id: string;
  /** `workouts.session_finished` */
  name: string;
  /** RFC 3339, UTC. */
  at: string;
  data: Record<string, string | null>;
}

export type ClientMessage =
  | ({ type: 'auth'; token: string } & ({ since: string } | { age_ms: number }))
  | { type: 'ping' };

/** Reads a frame; one that is no message of ours is null. */
export function readMessage(text: unknown): ServerMessage | null {
  if (typeof text !== 'string') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value
      ? (value as ServerMessage)
      : null;
  } catch {
    return null;
  }
}
