import { useNavigate } from '@tanstack/react-router';
import { CloudUpload, Flame, Trophy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { formatNumber, plural } from '@/lib/numbers';
import { formatDuration, formatVolume, type Units } from '@/lib/units';
import type { LogStore, LogView } from '@/lib/workout-log/store';
import type { KeptSession } from '@/lib/workout-log/types';
import { recordNames, recordValue } from '@/lib/workouts/text';
import type { FinishResult, RecordOut } from '@/lib/workouts/types';
import { sumOf } from './actions';
import { BlockedNotice } from './blocked-notice';
import { throwEmbers } from './embers';
import { SyncLine } from './sync-line';

export interface EndedProps {
  store: LogStore;
  session: KeptSession;
  view: LogView;
}

/** After the last set: what it brought, or that it is kept here until the server has it. */
export function Ended({ store, session, view }: EndedProps) {
  const { units } = useSession().user;
  const navigate = useNavigate();
  const { result } = session;
  const sum = sumOf(session);
  const end = session.ending?.finished_at ?? session.started_at;
  const seconds = (Date.parse(end) - Date.parse(session.started_at)) / 1000;

  const leave = async () => {
    await navigate({ to: '/me' });
    if (result) store.forget();
  };
  const reopen = () => store.change((now) => ({ ...now, state: 'open', ending: null }));

  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh w-full max-w-[560px] flex-col gap-5 px-4 pt-10 pb-[calc(16px+env(safe-area-inset-bottom))] text-lg"
    >
      {result ? (
        <Celebration result={result} name={session.name} units={units} />
      ) : (
        <div className="text-center">
          <span className="mx-auto mb-4 grid size-16 place-items-center rounded-full bg-fill text-soft">
            <CloudUpload size={28} aria-hidden />
          </span>
          <h1 className="text-[26px] leading-8 font-semibold tracking-tight">
            {session.name} is done
          </h1>
          <p className="mt-1 text-soft">
            {view.sync.phase === 'offline'
              ? 'All of it is kept on this phone and goes out as soon as there is a connection.'
              : 'Just a moment: looking for records.'}
          </p>
          <div className="mt-3">
            <SyncLine view={view} />
          </div>
        </div>
      )}
      {view.sync.phase === 'blocked' && !result && (
        <BlockedNotice sync={view.sync} onRetry={store.retry} onDiscard={reopen} />
      )}
      <dl className="grid grid-cols-3 gap-2 text-center">
        <Figure label="Sets" value={formatNumber(sum.sets, 0)} />
        <Figure
          label={sum.volumeKg ? 'Volume' : 'Reps'}
          value={sum.volumeKg ? formatVolume(sum.volumeKg, units) : formatNumber(sum.reps, 0)}
        />
        <Figure label="Time" value={formatDuration(Math.max(60, seconds))} />
      </dl>
      <div className="mt-auto flex flex-col gap-2 pt-4">
        {!result && (
          <Button variant="quiet" onClick={reopen}>
            Back to the workout
          </Button>
        )}
        <Button variant="primary" size="lg" onClick={() => void leave()}>
          {result ? 'Done' : 'Go to Today'}
        </Button>
      </div>
    </main>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="rounded-card border border-line bg-surface px-2 py-3">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="text-[20px] leading-7 font-semibold tracking-tight tabular-nums">{value}</dd>
    </div>
  );
}

function RecordCard({ record, units }: { record: RecordOut; units: Units }) {
  const before = record.previous_value;
  const at = record.kind === 'reps_at_weight' && record.weight_kg !== null;
  return (
    <li className="flex items-center gap-3 rounded-card border border-accent bg-accent-wash px-4 py-3">
      <Trophy size={22} aria-hidden className="shrink-0 text-accent-ink" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{record.exercise_name}</p>
        <p className="text-sm text-soft tabular-nums">
          {recordNames[record.kind]}
          {at && ` at ${recordValue('estimated_1rm', record.weight_kg ?? 0, units)}`}
          {before !== null && `, before ${recordValue(record.kind, before, units)}`}
        </p>
      </div>
      <p className="text-[20px] leading-7 font-semibold tracking-tight whitespace-nowrap tabular-nums">
        {recordValue(record.kind, record.value, units)}
      </p>
    </li>
  );
}

function advanceText({ program_advanced: advanced }: FinishResult): string | null {
  if (!advanced) return null;
  if (advanced.completed || !advanced.to) return 'Program complete. All of it is behind you.';
  if (advanced.to.phase > advanced.from.phase) return `Phase ${advanced.to.phase} unlocked`;
  return `Week ${advanced.to.week} unlocked`;
}

function Celebration({
  result,
  name,
  units,
}: {
  result: FinishResult;
  name: string;
  units: Units;
}) {
  const { records, streak_weeks: streak, streak_before, week_done, week_planned } = result;
  const origin = useRef<HTMLSpanElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const worth = records.length > 0 || streak > streak_before;
  const advance = advanceText(result);
  useEffect(() => {
    heading.current?.focus();
    return worth && origin.current ? throwEmbers(origin.current) : undefined;
  }, [worth]);

  return (
    <div className="flex flex-col gap-5">
      <div className="text-center">
        <span
          ref={origin}
          className="relative mx-auto mb-4 grid size-16 place-items-center rounded-full bg-accent text-on-accent"
        >
          {records.length ? <Trophy size={30} aria-hidden /> : <Flame size={30} aria-hidden />}
        </span>
        <h1
          ref={heading}
          tabIndex={-1}
          className="text-[26px] leading-8 font-semibold tracking-tight outline-none"
        >
          {records.length ? plural(records.length, 'new record') : `${name} done`}
        </h1>
        <p className="mt-1 text-soft">
          {records.length
            ? `${name} is done, and you have never been stronger here.`
            : 'Another one behind you. That is how it is built.'}
        </p>
      </div>
      {records.length > 0 && (
        <ul className="flex flex-col gap-2">
          {records.map((record) => (
            <RecordCard key={record.id} record={record} units={units} />
          ))}
        </ul>
      )}
      <ul className="flex flex-wrap justify-center gap-x-5 gap-y-1 text-base tabular-nums">
        {streak > 0 && (
          <li className="flex items-center gap-1.5">
            <Flame size={16} aria-hidden className="text-accent" />
            {plural(streak, 'week')} in a row
            {streak > streak_before && <span className="text-accent-ink">+1</span>}
          </li>
        )}
        {week_planned > 0 && (
          <li>
            {week_done} of {week_planned} this week
          </li>
        )}
        {advance && <li className="font-medium text-accent-ink">{advance}</li>}
      </ul>
    </div>
  );
}
