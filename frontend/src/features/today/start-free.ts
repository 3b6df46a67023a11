import { browserTimeZone } from '@/lib/dates';

/** Begins a workout without a plan and returns the id under which it opens. */
export async function startFree(userId: string, clientId: string): Promise<string> {
  const [{ keepLog }, { emptySession }] = await Promise.all([
    import('@/lib/workout-log/store'),
    import('@/lib/workout-log/empty'),
  ]);
  const session = emptySession({ userId, timeZone: browserTimeZone() }, clientId);
  keepLog(session);
  return session.key;
}
