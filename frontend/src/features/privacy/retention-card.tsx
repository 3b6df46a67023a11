import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { RetentionOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { MomentText } from '@/components/ui/date-text';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { useDebounced } from '@/hooks/use-debounced';
import { plural } from '@/lib/numbers';
import { chooseRule, previewQuery, rulesQuery } from './queries';
import { tellFailure } from './words';

const LONGEST_DAYS = 3650;

/** How long data are kept, with what would go before anything does. */
export function RetentionCard() {
  const { data, error, refetch } = useQuery(rulesQuery);
  return (
    <Card aria-label="How long data are kept">
      <CardHeader title="How long data are kept" />
      {data ? (
        <ul>
          {data.items.map((rule) => (
            <Rule key={rule.name} rule={rule} />
          ))}
          {data.fixed.map(({ name, title, description, keep_months: months }) => (
            <li key={name} className="border-t border-line px-4 py-3">
              <h3 className="font-medium">{title}</h3>
              <p className="text-sm text-soft">{description}</p>
              <p className="mt-1 text-sm">Kept for {months} months, in every studio.</p>
            </li>
          ))}
        </ul>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="px-4 pb-4">
          <Skeleton className="h-32" />
        </div>
      )}
    </Card>
  );
}

function keptFor(days: number | null): string {
  return days === null ? 'Kept for ever' : `Kept for ${plural(days, 'day')}`;
}

function Rule({ rule }: { rule: RetentionOut }) {
  const { time_zone: timeZone } = useSession().user;
  const mayChange = usePermission('retention:update') !== null;
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex flex-col gap-2 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="font-medium">{rule.title}</h3>
          <p className="text-sm text-soft">{rule.description}</p>
          <p className="mt-1 text-sm">
            {keptFor(rule.keep_days)}.{' '}
            {rule.due.count > 0
              ? `The next night removes ${rule.due.count}.`
              : 'Nothing is past its time.'}
            {rule.last_run_at && (
              <span className="text-soft">
                {' '}
                Last round <MomentText at={rule.last_run_at} timeZone={timeZone} />:{' '}
                {rule.last_removed} removed.
              </span>
            )}
          </p>
        </div>
        {mayChange && !editing && (
          <Button size="sm" aria-label={`Change: ${rule.title}`} onClick={() => setEditing(true)}>
            Change
          </Button>
        )}
      </div>
      {editing && <RuleForm rule={rule} onClose={() => setEditing(false)} />}
    </li>
  );
}

function RuleForm({ rule, onClose }: { rule: RetentionOut; onClose: () => void }) {
  const id = useId();
  const queries = useQueryClient();
  const { confirm, confirmDialog } = useConfirm();
  const [typed, setTyped] = useState(String(rule.keep_days ?? rule.default_days ?? 365));
  const days = Number(typed);
  const valid = /^\d+$/.test(typed) && days >= rule.least_days && days <= LONGEST_DAYS;
  const asked = useDebounced(valid ? days : null, 300);
  const preview = useQuery({ ...previewQuery(rule.name, asked ?? 0), enabled: asked !== null });
  const save = useMutation({
    mutationFn: (keepDays: number | null) => chooseRule(rule.name, keepDays),
    onSuccess: onClose,
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['retention'] }),
  });
  const choose = async () => {
    const { count } = await queries.fetchQuery(previewQuery(rule.name, days));
    const yes =
      count === 0 ||
      (await confirm({
        title: `Remove ${count} in the next night?`,
        text: `${rule.title}: ${count} are older than ${plural(days, 'day')}. They are removed for good.`,
        action: 'Keep it so long',
        danger: true,
      }));
    if (yes) save.mutate(days);
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) choose().catch(tellFailure);
      }}
    >
      <label htmlFor={id} className="text-sm font-medium">
        Days to keep: {rule.title.toLowerCase()}
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <Input
          id={id}
          inputMode="numeric"
          value={typed}
          aria-invalid={!valid}
          aria-describedby={`${id}-told`}
          onChange={(event) => setTyped(event.target.value)}
          className="w-28"
        />
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!valid}>
          Save
        </Button>
        {rule.keep_days !== null && (
          <Button busy={save.isPending} onClick={() => save.mutate(null)}>
            Keep for ever
          </Button>
        )}
        <Button variant="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
      <p id={`${id}-told`} role="status" className="text-sm text-soft">
        {valid
          ? preview.data && asked === days
            ? `Dry run: ${preview.data.count} would go now.`
            : 'Counting …'
          : `Give a number of days from ${rule.least_days} to ${LONGEST_DAYS}.`}
      </p>
      {confirmDialog}
    </form>
  );
}
