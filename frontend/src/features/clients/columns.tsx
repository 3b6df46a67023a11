import type { ClientRow } from '@/api/generated';
import type { Column } from '@/components/data-table/types';
import { DateText } from '@/components/ui/date-text';
import { Avatar, Chip, ProgressBar } from '@/components/ui/display';
import { formatPercent, plural } from '@/lib/numbers';
import { fullName, statusNames, statusTones } from './names';

const none = <span className="text-faint">–</span>;

function Adherence({ row }: { row: ClientRow }) {
  const share = row.facts.adherence_28;
  if (share === null) return none;
  return (
    <span className="flex w-full items-center gap-2">
      <ProgressBar
        value={share}
        label={`Adherence of ${fullName(row)}, 28 days`}
        className="min-w-10 flex-1"
      />
      <span className="w-12 shrink-0 text-right tabular-nums">{formatPercent(share)}</span>
    </span>
  );
}

const kept = {
  wide: null,
  // Beside a detail, and on the card of a phone.
  beside: ['name', 'status', 'last', 'adherence'],
  card: ['name', 'status', 'last', 'week', 'adherence'],
};

/** The list's columns, or those of them for which there is room. */
export function clientColumns(today: string, room: keyof typeof kept): Column<ClientRow>[] {
  const columns: Column<ClientRow>[] = [
    {
      id: 'name',
      header: 'Name',
      primary: true,
      sortKey: 'name',
      width: 'minmax(180px, 2fr)',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={fullName(row)} />
          <span className="truncate font-medium">{fullName(row)}</span>
        </span>
      ),
    },
    { id: 'trainer', header: 'Trainer', cell: (row) => row.trainer.name },
    {
      id: 'status',
      header: 'Status',
      width: '92px',
      // Most are active; a chip marks those who are not.
      cell: ({ status }) =>
        status === 'active' ? (
          <span className="text-soft">{statusNames[status]}</span>
        ) : (
          <Chip tone={statusTones[status]}>{statusNames[status]}</Chip>
        ),
    },
    {
      id: 'last',
      header: 'Last workout',
      sortKey: 'last_workout',
      cell: ({ facts }) =>
        facts.last_workout_on ? <DateText date={facts.last_workout_on} today={today} /> : none,
    },
    {
      id: 'week',
      header: 'Week',
      width: '68px',
      cell: ({ facts }) =>
        facts.week_planned || facts.week_done ? (
          <span
            className="tabular-nums"
            title={`${facts.week_done} of ${plural(facts.week_planned, 'planned workout')} done this week`}
          >
            {facts.week_done}/{facts.week_planned}
          </span>
        ) : (
          none
        ),
    },
    {
      id: 'streak',
      header: 'Streak',
      width: '88px',
      cell: ({ facts }) => (facts.streak_weeks ? plural(facts.streak_weeks, 'week') : none),
    },
    {
      id: 'adherence',
      header: 'Adherence',
      sortKey: 'adherence',
      width: 'minmax(120px, 1fr)',
      cell: (row) => <Adherence row={row} />,
    },
    {
      id: 'program',
      header: 'Program',
      width: 'minmax(140px, 1.4fr)',
      cell: ({ facts }) => facts.program_name ?? none,
    },
    { id: 'email', header: 'E-mail', optional: true, cell: (row) => row.email ?? none },
    { id: 'phone', header: 'Phone', optional: true, cell: (row) => row.phone ?? none },
  ];
  const ids = kept[room];
  return ids ? columns.filter((column) => ids.includes(column.id)) : columns;
}
