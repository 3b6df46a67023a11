import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, messageOf } from '@/api/errors';
import type { Assigned } from '@/api/generated';
import { idempotencyKey } from '@/api/http';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { todayIn } from '@/components/ui/date-text';
import { Field } from '@/components/ui/field';
import { DateInput } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { addDays, startOfWeek } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { templateQuery } from '../templates/queries';
import { AssignResult } from './assign-result';
import { type BusyClient, BusyClients } from './busy-clients';
import { type Chosen, ClientPicker } from './client-picker';
import { DatesPreview } from './dates-preview';
import { assignTemplate } from './queries';
import { spreadDays } from './spread-days';
import { WeekdayPicker } from './weekday-picker';

interface AssignDialogProps {
  templateId: string;
  /** Chosen from the start: whoever's page this was opened on. */
  initial?: Chosen;
  onClose: () => void;
}

/** Gives a program to clients: who, from when, on which days, and how it goes on. */
export function AssignDialog({ templateId, initial = new Map(), onClose }: AssignDialogProps) {
  const { user } = useSession();
  const client = useQueryClient();
  const template = useQuery(templateQuery(templateId));
  const today = todayIn(user.time_zone);
  const perWeek = Math.max(
    1,
    ...(template.data?.document.phases.flatMap((p) => p.weeks.map((w) => w.days.length)) ?? [3]),
  );
  const [chosen, setChosen] = useState<Chosen>(initial);
  const [mode, setMode] = useState<'static' | 'dynamic'>('dynamic');
  const [startOn, setStartOn] = useState(() => addDays(startOfWeek(today), 7));
  const [ownDays, setOwnDays] = useState<number[] | null>(null);
  const days = ownDays ?? spreadDays(perWeek);
  const [state, setState] = useState<'open' | 'busy' | Assigned>('open');
  const [error, setError] = useState<string | null>(null);
  const [inProgram, setInProgram] = useState<BusyClient[]>([]);
  const [key, setKey] = useState(idempotencyKey);

  const assign = async (clients: Chosen, replace: boolean) => {
    setState('busy');
    setError(null);
    try {
      const body = {
        client_ids: [...clients.keys()],
        mode,
        start_on: startOn,
        training_days: days,
        replace_current: replace,
      };
      const result = await assignTemplate(templateId, body, key);
      void client.invalidateQueries({ queryKey: ['clients'] });
      void client.invalidateQueries({ queryKey: ['programs'] });
      setState(result);
    } catch (failure) {
      setState('open');
      // The next try differs from this one, and may not get this one's answer.
      setKey(idempotencyKey());
      const busy = busyOf(failure);
      setInProgram(busy);
      if (busy.length === 0) setError(sentenceOf(failure));
    }
  };

  const missing =
    chosen.size === 0
      ? 'Choose at least one client.'
      : days.length === 0
        ? 'Choose at least one training day.'
        : startOn === ''
          ? 'Choose a start.'
          : null;
  const title = `Assign ${template.data?.name ?? 'program'}`;
  if (typeof state === 'object')
    return <AssignResult result={state} names={chosen} title={title} onClose={onClose} />;

  return (
    <ResponsiveDialog
      open
      onOpenChange={() => state !== 'busy' && onClose()}
      kind="wide"
      title={title}
      footer={
        inProgram.length === 0 && (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              busy={state === 'busy'}
              onClick={() => (missing ? setError(missing) : void assign(chosen, false))}
            >
              {chosen.size > 0 ? `Assign to ${plural(chosen.size, 'client')}` : 'Assign'}
            </Button>
          </>
        )
      }
    >
      {error && (
        <p role="alert" className="mb-3 rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
          {error}
        </p>
      )}
      {state === 'busy' && (
        <p role="status" className="mb-3 text-soft">
          Making {plural(chosen.size, 'program')}…
        </p>
      )}
      {inProgram.length > 0 ? (
        <BusyClients
          clients={inProgram}
          total={chosen.size}
          busy={state === 'busy'}
          onBack={() => setInProgram([])}
          onReplace={() => void assign(chosen, true)}
          onSkip={() => {
            const free = new Map(chosen);
            for (const { id } of inProgram) free.delete(id);
            setChosen(free);
            void assign(free, false);
          }}
        />
      ) : (
        <div className="grid gap-6 sm:grid-cols-2">
          <ClientPicker value={chosen} onChange={setChosen} />
          <div className="flex flex-col gap-4">
            <RadioGroup
              label="How the program goes on"
              value={mode}
              onValueChange={setMode}
              options={[
                {
                  value: 'dynamic',
                  label: 'Dynamic',
                  help: 'The next week opens by itself when a week’s workouts are done.',
                },
                { value: 'static', label: 'Static', help: 'You move each client on yourself.' },
              ]}
            />
            <Field label="Start">
              <DateInput
                value={startOn}
                min={addDays(today, -365)}
                max={addDays(today, 730)}
                onChange={(event) => setStartOn(event.target.value)}
              />
            </Field>
            <WeekdayPicker value={days} onChange={setOwnDays} />
          </div>
          <div className="sm:col-span-2">
            <DatesPreview templateId={templateId} startOn={startOn} days={days} />
          </div>
        </div>
      )}
    </ResponsiveDialog>
  );
}

/** Who is in a program already, when that is what the API refused for. */
function busyOf(error: unknown): BusyClient[] {
  if (!(error instanceof ApiError) || error.code !== 'open_program') return [];
  const { clients = [] } = error.problem as { clients?: BusyClient[] };
  return clients;
}

function sentenceOf(error: unknown): string {
  const first = error instanceof ApiError ? error.fields[0]?.message : undefined;
  return first ?? messageOf(error);
}
