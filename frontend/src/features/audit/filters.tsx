import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { usePermission } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { DateInput } from '@/components/ui/input';
import { matches } from '@/lib/match';
import { membersQuery } from '@/lib/members';
import { actionsQuery, findClients, nameQuery } from './queries';
import { useAuditSearch } from './use-audit-search';
import { groupName } from './wording';

/** By what, who, whom and when. */
export function AuditFilters() {
  const { search, filtered, backwards, change, clear } = useAuditSearch();
  const staff = useStaff();
  return (
    <div className="grid grid-cols-2 items-start gap-3 xl:grid-cols-[1fr_1fr_1fr_auto_auto]">
      <WhatField />
      <Field label="Who">
        <Combobox
          value={staff.find(({ value }) => value === search.member) ?? null}
          onValueChange={(option) => change({ member: option?.value })}
          options={staff}
          placeholder="Anybody"
          clearable
        />
      </Field>
      <WhomField staff={staff} />
      <Field label="From">
        <DateInput
          value={search.from ?? ''}
          {...(search.to ? { max: search.to } : {})}
          onChange={(event) => change({ from: event.target.value || undefined })}
        />
      </Field>
      <Field label="To" error={backwards ? 'Choose an end after the beginning.' : undefined}>
        <DateInput
          value={search.to ?? ''}
          {...(search.from ? { min: search.from } : {})}
          onChange={(event) => change({ to: event.target.value || undefined })}
        />
      </Field>
      {filtered && (
        <Button size="sm" variant="quiet" className="justify-self-start" onClick={clear}>
          Show everything
        </Button>
      )}
    </div>
  );
}

/** Those who work here, as choices. */
export function useStaff(): readonly ComboboxOption[] {
  const may = usePermission('members:read') !== null;
  const { data } = useQuery({ ...membersQuery, enabled: may });
  return useMemo(
    () => (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    [data],
  );
}

function WhatField() {
  const { search, change } = useAuditSearch();
  const { data } = useQuery(actionsQuery);
  const options = useMemo(() => {
    const items = data?.items ?? [];
    const groups = [...new Set(items.map(({ group }) => group))];
    return [
      ...groups.map((group) => ({
        value: group,
        label: groupName(group),
        detail: 'Everything about these',
      })),
      ...items.map(({ name, text, group }) => ({
        value: name,
        label: `Somebody ${text}`,
        detail: groupName(group),
      })),
    ];
  }, [data]);
  return (
    <Field label="What" className="col-span-2 xl:col-span-1">
      <Combobox
        value={options.find(({ value }) => value === search.action) ?? null}
        onValueChange={(option) => change({ action: option?.value })}
        options={options}
        placeholder="Anything"
        clearable
      />
    </Field>
  );
}

function WhomField({ staff }: { staff: readonly ComboboxOption[] }) {
  const { search, change } = useAuditSearch();
  const clients = usePermission('clients:read') !== null;
  const person = search.person ?? '';
  const member = staff.find(({ value }) => value === person);
  const { data: name } = useQuery({
    ...nameQuery(person),
    enabled: clients && person !== '' && !member,
  });
  const find = useCallback(
    async (query: string, signal: AbortSignal): Promise<ComboboxOption[]> => {
      const here = staff
        .filter(({ label }) => matches(label, query))
        .map((option) => ({ ...option, detail: 'Works here' }));
      if (!clients) return here;
      const { items } = await findClients(query, signal);
      const found = items.map(({ id, first_name, last_name, email }) => ({
        value: id,
        label: `${first_name} ${last_name}`.trim(),
        detail: email ?? 'Client',
      }));
      return [...found, ...here];
    },
    [staff, clients],
  );
  return (
    <Field label="Whose data">
      <Combobox
        value={person ? (member ?? { value: person, label: name ?? 'One person' }) : null}
        onValueChange={(option) => change({ person: option?.value })}
        search={find}
        placeholder="Anybody's"
        clearable
      />
    </Field>
  );
}
