import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ClientRow } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { Chip } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { useDebounced } from '@/hooks/use-debounced';
import { plural } from '@/lib/numbers';
import { allClients, assignableQuery, type ClientStatus, MOST_CLIENTS } from './queries';

export type Chosen = ReadonlyMap<string, string>;

interface ClientPickerProps {
  /** Ids and names. */
  value: Chosen;
  onChange: (value: Chosen) => void;
}

export const fullName = (row: ClientRow) => `${row.first_name} ${row.last_name}`.trim();

/** Clients by name and status; any number, or all that the filter finds. */
export function ClientPicker({ value, onChange }: ClientPickerProps) {
  const [text, setText] = useState('');
  const [status, setStatus] = useState<ClientStatus | ''>('active');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const filter = { q: useDebounced(text), status: status || null };
  const list = useInfiniteQuery(assignableQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];

  const toggle = (row: ClientRow, on: boolean) => {
    const next = new Map(value);
    if (on) next.set(row.id, fullName(row));
    else next.delete(row.id);
    onChange(next);
  };
  const selectAll = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const found = await allClients(filter);
      const next = new Map(value);
      for (const row of found) if (next.size < MOST_CLIENTS) next.set(row.id, fullName(row));
      onChange(next);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <fieldset className="flex min-h-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium">Clients</legend>
      <div className="flex gap-2">
        <div className="min-w-0 flex-1">
          <Input
            type="search"
            aria-label="Search clients"
            placeholder="Search clients"
            leading={<Search size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="w-32">
          <Select
            aria-label="Status"
            placeholder="Any status"
            options={[
              { value: 'active', label: 'Active' },
              { value: 'paused', label: 'Paused' },
              { value: 'inactive', label: 'Inactive' },
            ]}
            value={status}
            onValueChange={setStatus}
          />
        </div>
      </div>
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <span role="status" className="text-soft tabular-nums">
          {value.size === 0 ? 'Nobody chosen yet' : `${plural(value.size, 'client')} chosen`}
        </span>
        <span className="ml-auto flex gap-1">
          {value.size > 0 && (
            <Button size="sm" variant="quiet" onClick={() => onChange(new Map())}>
              Clear
            </Button>
          )}
          {rows.length > 0 && (
            <Button size="sm" variant="quiet" busy={busy} onClick={() => void selectAll()}>
              Select all found
            </Button>
          )}
        </span>
      </div>
      {problem && (
        <p role="alert" className="text-sm text-bad-ink">
          {problem}
        </p>
      )}
      <div className="h-64 overflow-y-auto rounded-xl border border-line bg-bg">
        {list.isPending &&
          [1, 2, 3, 4].map((row) => <Skeleton key={row} className="m-3 h-5 w-2/3" />)}
        {list.isError && (
          <p role="alert" className="p-3 text-soft">
            {messageOf(list.error)}{' '}
            <Button size="sm" onClick={() => void list.refetch()}>
              Try again
            </Button>
          </p>
        )}
        {list.data && rows.length === 0 && <p className="p-3 text-soft">No client found.</p>}
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <li key={row.id} className="flex items-center gap-2 px-3 py-2 touch:py-0">
              <Checkbox
                className="flex-1"
                label={fullName(row)}
                disabled={!value.has(row.id) && value.size >= MOST_CLIENTS}
                checked={value.has(row.id)}
                onCheckedChange={(on) => toggle(row, on)}
              />
              {row.facts.program_name && <Chip>{row.facts.program_name}</Chip>}
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <div className="p-2 text-center">
            <Button
              size="sm"
              variant="quiet"
              busy={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Show more
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}
