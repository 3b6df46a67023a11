import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ListClientsData, ListClientsResponses } from '@/api/generated';
import { api } from '@/api/http';
import { usePeopleSearch } from '@/lib/commands';
import { fullName, statusNames } from './names';

/** Lets the palette find clients on every page of the staff. */
export function PeopleSearch() {
  const navigate = useNavigate();
  const search = useCallback(
    async (q: string, signal: AbortSignal) => {
      const { items } = await api.get<ListClientsData, ListClientsResponses>('/api/clients', {
        query: { q, limit: 8, status: ['active', 'paused', 'inactive', 'archived'] },
        signal,
      });
      return items.map((client) => ({
        id: client.id,
        name: fullName(client),
        detail: [statusNames[client.status], client.email].filter(Boolean).join(', '),
        run: () =>
          void navigate({
            to: '/app/clients/$clientId',
            params: { clientId: client.id },
            search: {},
          }),
      }));
    },
    [navigate],
  );
  usePeopleSearch(search);
  return null;
}
