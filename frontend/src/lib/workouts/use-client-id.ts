import { useQuery } from '@tanstack/react-query';
import { useSession } from '@/api/session';
import { todayQuery } from './queries';

/** Whose progress the signed-in client sees; null until it is known. */
export function useClientId(): string | null {
  const { client_id: known } = useSession();
  const today = useQuery({ ...todayQuery(), enabled: !known });
  return known ?? today.data?.client_id ?? null;
}
