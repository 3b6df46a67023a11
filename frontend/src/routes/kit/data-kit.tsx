import { useMemo, useState } from 'react';
import { Calendar, type CalendarItem } from '@/components/calendar/calendar';
import { Chart, type ChartPoint } from '@/components/charts/chart';
import { HeatGrid } from '@/components/charts/heat-grid';
import { DataTable } from '@/components/data-table/data-table';
import type { Column } from '@/components/data-table/types';
import { Button } from '@/components/ui/button';
import { Avatar, Chip } from '@/components/ui/display';
import { addDays, shortDate } from '@/lib/dates';
import { formatNumber, formatPercent, plural } from '@/lib/numbers';
import { toast } from '@/lib/toasts';
import { Sample } from './sample';

const today = '2026-11-20';

interface Client {
  id: string;
  name: string;
  status: 'active' | 'paused';
  adherence: number;
  last: string;
}

const first = ['Mia', 'Pavel', 'Ines', 'Ravi', 'Lena', 'Tomas', 'Amara', 'João'];
const family = ['Rossi', 'Dvořák', 'Bauer', 'Shah', 'Fischer', 'Keller', 'Osei', 'Martins', 'Lind'];
const clients: Client[] = Array.from({ length: 2000 }, (_, index) => ({
  id: String(index),
  name: `${first[index % first.length]} ${family[index % family.length]}`,
  status: index % 7 === 3 ? 'paused' : 'active',
  adherence: ((index * 37) % 60) / 100 + 0.4,
  last: addDays(today, -(index % 12)),
}));

const columns: Column<Client>[] = [
  {
    id: 'name',
    header: 'Name',
    sortKey: 'name',
    primary: true,
    width: 'minmax(180px, 2fr)',
    cell: (row) => (
      <span className="flex items-center gap-2.5">
        <Avatar name={row.name} size="sm" />
        <span className="truncate">{row.name}</span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    cell: (row) => <Chip tone={row.status === 'active' ? 'good' : 'neutral'}>{row.status}</Chip>,
  },
  { id: 'last', header: 'Last workout', cell: (row) => shortDate(row.last, today) },
  {
    id: 'adherence',
    header: 'Adherence',
    sortKey: 'adherence',
    align: 'end',
    cell: (row) => formatPercent(row.adherence),
  },
];

function Clients() {
  const [sort, setSort] = useState('name');
  const [selection, setSelection] = useState(new Set<string>());
  const rows = useMemo(() => {
    const sign = sort.startsWith('-') ? -1 : 1;
    const key = sort.replace('-', '') === 'adherence' ? 'adherence' : 'name';
    return clients.toSorted((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0));
  }, [sort]);
  return (
    <Sample title="Table of 2,000">
      <div className="flex h-96">
        <DataTable
          label="Clients"
          columns={columns}
          rows={rows}
          sort={sort}
          onSortChange={setSort}
          selection={selection}
          onSelectionChange={setSelection}
          nameOf={(row) => row.name}
          onOpen={(row) => toast(`Opened ${row.name}`)}
          toolbar={<p className="text-soft">{plural(selection.size, 'row')} selected</p>}
        />
      </div>
    </Sample>
  );
}

const lifts: ChartPoint[] = Array.from({ length: 24 }, (_, week) => ({
  x: week,
  y: 110 + week * 0.9 + Math.round(Math.sin(week) * 3),
  label: shortDate(addDays(today, (week - 23) * 7), today),
  marked: week === 22,
}));
const weeks: ChartPoint[] = Array.from({ length: 12 }, (_, week) => ({
  x: week,
  y: 9000 + ((week * 2311) % 6000),
  label: shortDate(addDays(today, (week - 11) * 7), today),
}));
const planned: CalendarItem[] = Array.from({ length: 14 }, (_, index) => ({
  id: String(index),
  date: addDays('2026-11-02', index * 2),
  label: index % 2 ? 'Upper B' : 'Lower A',
  tone: index < 9 ? 'good' : 'accent',
}));
const heat = ['Mia Rossi', 'Pavel Dvořák', 'Lena Fischer', 'Tomas Keller'].map((name, person) => ({
  id: name,
  name,
  share: [0.96, 0.88, 0.75, 0.42][person] ?? null,
  days: Array.from({ length: 28 }, (_, day) =>
    (day + person) % 2 ? null : (day * 7 + person * 5) % 11 < person * 2 ? 0 : day % 9 ? 1 : 0.5,
  ),
}));
const days: ChartPoint[] = Array.from({ length: 730 }, (_, day) => ({
  x: day,
  y: 82 - day * 0.009 + Math.round(Math.sin(day * 1.7) * 8 + Math.sin(day / 40) * 12) / 10,
  label: shortDate(addDays(today, day - 729), today),
  marked: day === 640,
}));
const kilograms = (value: number) => `${formatNumber(value)} kg`;

/** Drawn on demand, so that the time it takes can be measured (scripts/chart-speed.mjs). */
function TwoYears() {
  const [drawn, setDrawn] = useState(false);
  return (
    <Sample title="Two years of days">
      {drawn ? (
        <Chart
          title="Body weight"
          summary="From 82 kg two years ago to 75 kg now."
          points={days}
          format={kilograms}
        />
      ) : (
        <Button onClick={() => setDrawn(true)}>Draw</Button>
      )}
    </Sample>
  );
}

export function DataKit() {
  const [date, setDate] = useState(today);
  return (
    <div className="flex flex-col gap-4">
      <Clients />
      <div className="grid gap-4 lg:grid-cols-2">
        <Sample title="Line">
          <Chart
            title="Estimated 1RM, deadlift"
            summary="From 110 kg in June to 132 kg now."
            points={lifts}
            format={kilograms}
          />
        </Sample>
        <Sample title="Bars">
          <Chart
            kind="bar"
            title="Volume per week"
            summary="About 11,500 kg a week over twelve weeks."
            points={weeks}
            format={kilograms}
          />
        </Sample>
        <TwoYears />
        <Sample title="Month">
          <Calendar
            label="Planned workouts"
            today={today}
            value={date}
            onValueChange={setDate}
            items={planned}
          />
        </Sample>
        <Sample title="Week and heat">
          <Calendar
            view="week"
            label="This week"
            today={today}
            value={date}
            onValueChange={setDate}
            items={planned}
          />
          <HeatGrid rows={heat} today={today} />
        </Sample>
      </div>
    </div>
  );
}
