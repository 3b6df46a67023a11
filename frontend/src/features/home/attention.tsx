import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { AttentionItem, Home } from '@/api/generated';
import { usePermission } from '@/api/session';
import { Button, buttonClass } from '@/components/ui/button';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { addDays, startOfWeek } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { toast, toastUndo } from '@/lib/toasts';
import { homeQuery, inviteAgain, shiftProgram } from './queries';
import { ClientName, PersonRow, QuietLine } from './row';
import { reasonOf } from './words';

const SHOWN = 4;

function ToClient({ item, label, tab }: { item: AttentionItem; label: string; tab?: 'program' }) {
  return (
    <Link
      to="/app/clients/$clientId"
      params={{ clientId: item.client_id }}
      search={tab ? { tab } : {}}
      className={buttonClass('outline', 'sm')}
      aria-label={`${label}: ${item.client_name}`}
    >
      {label}
    </Link>
  );
}

/** Moves this week's open workouts on by seven days; Undo brings them back. */
function ShiftWeek({ item, today }: { item: AttentionItem; today: string }) {
  const queries = useQueryClient();
  const from = startOfWeek(today);
  const refresh = () => queries.invalidateQueries({ queryKey: homeQuery.queryKey });
  const shift = useMutation({
    mutationFn: (programId: string) => shiftProgram(programId, from, 7),
    onSuccess: async (moved, programId) => {
      await refresh();
      if (moved === 0) toast(`${item.client_name} has nothing left to move.`);
      else
        toastUndo(`${plural(moved, 'workout')} of ${item.client_name} moved by a week`, () => {
          shiftProgram(programId, addDays(from, 7), -7).then(refresh, (error: unknown) =>
            toast(messageOf(error), { tone: 'bad' }),
          );
        });
    },
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const { program_id: programId } = item;
  if (!programId) return null;
  return (
    <Button
      size="sm"
      busy={shift.isPending}
      onClick={() => shift.mutate(programId)}
      aria-label={`Shift week: ${item.client_name}`}
    >
      Shift week
    </Button>
  );
}

function ResendInvite({ item }: { item: AttentionItem }) {
  const queries = useQueryClient();
  const invite = useMutation({
    mutationFn: () => inviteAgain(item.client_id),
    onSuccess: () => {
      toast(`Invitation sent to ${item.client_name}`, { tone: 'good' });
      return queries.invalidateQueries({ queryKey: homeQuery.queryKey });
    },
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  return (
    <Button
      size="sm"
      busy={invite.isPending}
      onClick={() => invite.mutate()}
      aria-label={`Resend invite: ${item.client_name}`}
    >
      Resend invite
    </Button>
  );
}

function Actions({ item, today }: { item: AttentionItem; today: string }) {
  const mayShift = usePermission('programs:shift') !== null;
  const mayAssign = usePermission('programs:assign') !== null;
  const mayInvite = usePermission('clients:invite') !== null;
  const open = <ToClient item={item} label="Open" />;
  switch (item.kind) {
    case 'missed_workouts':
      return (
        <>
          {open}
          {mayShift && <ShiftWeek item={item} today={today} />}
        </>
      );
    case 'program_ends':
      return mayAssign ? <ToClient item={item} label="Plan next" tab="program" /> : open;
    case 'no_program':
      return mayAssign ? <ToClient item={item} label="Assign" tab="program" /> : open;
    case 'not_joined':
      return mayInvite ? <ResendInvite item={item} /> : open;
    case 'gone_quiet':
      return open;
  }
}

/** Who needs the trainer, the most pressing first. */
export function Attention({ home }: { home: Home }) {
  const [all, setAll] = useState(false);
  const shown = all ? home.attention : home.attention.slice(0, SHOWN);
  return (
    <Card aria-labelledby="attention">
      <CardHeader title={<span id="attention">Needs attention</span>}>
        {home.attention.length > SHOWN && (
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `See all ${home.attention.length}`}
          </Button>
        )}
      </CardHeader>
      {home.attention.length === 0 ? (
        <QuietLine>Nobody needs you right now. All of them are on their way.</QuietLine>
      ) : (
        <ul>
          {shown.map((item) => {
            const reason = reasonOf(item, home.today_on);
            return (
              <PersonRow
                key={item.client_id}
                name={item.client_name}
                end={<Actions item={item} today={home.today_on} />}
              >
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <ClientName id={item.client_id} name={item.client_name} />
                  <Chip tone={reason.tone}>{reason.chip}</Chip>
                </p>
                <p className="text-soft">{reason.text}</p>
              </PersonRow>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
