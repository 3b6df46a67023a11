import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useSession } from '@/api/session';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useDebounced } from '@/hooks/use-debounced';
import { cx } from '@/lib/cx';
import { membersQuery } from '@/lib/members';
import { formatNumber } from '@/lib/numbers';
import { statusNames } from './names';
import { countsQuery } from './queries';
import { useClientSearch } from './use-client-search';

const route = getRouteApi('/app/clients');
const statuses = ['active', 'paused', 'inactive', 'archived'] as const;

function SearchField() {
  const { q = '' } = route.useSearch();
  const { change } = useClientSearch();
  const [text, setText] = useState(q);
  const settled = useDebounced(text);
  const send = useEffectEvent((value: string) => {
    if (value.trim() !== q) change({ q: value.trim() || undefined });
  });
  useEffect(() => send(settled), [settled]);
  // Back, forward and "Show all" change the address from elsewhere.
  const follow = useEffectEvent((value: string) => {
    if (value !== settled.trim()) setText(value);
  });
  useEffect(() => follow(q), [q]);
  return (
    <Input
      type="search"
      aria-label="Search clients"
      placeholder="Name, e-mail or phone"
      leading={<Search size={16} aria-hidden />}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function StatusTabs() {
  const { status } = route.useSearch();
  const { change } = useClientSearch();
  const { data: counts } = useQuery(countsQuery);
  const current = counts && (counts.active ?? 0) + (counts.paused ?? 0) + (counts.inactive ?? 0);
  const choices = [
    { value: undefined, label: 'Current', count: current },
    ...statuses.map((value) => ({ value, label: statusNames[value], count: counts?.[value] })),
  ];
  return (
    <fieldset className="-mx-1 flex min-w-0 gap-1 overflow-x-auto px-1 py-1">
      <legend className="sr-only">Status</legend>
      {choices.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={status === choice.value}
          onClick={() => change({ status: choice.value })}
          className={cx(
            'flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2.5 font-medium text-soft hover:bg-fill hover:text-text aria-pressed:bg-fill aria-pressed:text-text touch:h-11',
          )}
        >
          {choice.label}
          {choice.count !== undefined && (
            <span className="text-xs tabular-nums">{formatNumber(choice.count, 0)}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}

function TrainerFilter() {
  const { trainer = '' } = route.useSearch();
  const { member_id: own } = useSession();
  const { change } = useClientSearch();
  const { data } = useQuery(membersQuery);
  if (!data || data.items.length < 2) return null;
  return (
    <Select
      aria-label="Trainer"
      className="max-w-52"
      placeholder="All trainers"
      value={trainer}
      onValueChange={(value) => change({ trainer: value || undefined })}
      options={data.items.map((member) => ({
        value: member.id,
        label: member.id === own ? `${member.name} (you)` : member.name,
      }))}
    />
  );
}

/** Search, status and trainer; all of it stands in the address. */
export function ClientFilters({ compact }: { compact: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className={cx('min-w-44 flex-1', !compact && 'md:max-w-72')}>
        <SearchField />
      </div>
      <TrainerFilter />
      <StatusTabs />
    </div>
  );
}
