import { Lock, Mail, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ClientOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { DateText, todayIn } from '@/components/ui/date-text';
import { Card, CardHeader } from '@/components/ui/display';
import { localDate, shortDate } from '@/lib/dates';
import { formatPercent, plural } from '@/lib/numbers';
import { Access } from './access';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-faint">{label}</dt>
      <dd className="truncate font-medium tabular-nums">{children}</dd>
    </div>
  );
}

function Note({
  title,
  icon,
  text,
  empty,
}: {
  title: string;
  icon?: ReactNode;
  text: string | null;
  empty: string;
}) {
  return (
    <Card>
      <CardHeader title={title}>{icon}</CardHeader>
      <p className={`px-4 pb-4 wrap-anywhere whitespace-pre-line ${text ? '' : 'text-faint'}`}>
        {text ?? empty}
      </p>
    </Card>
  );
}

/** What a trainer wants to know before they talk to somebody. */
export function Overview({ client }: { client: ClientOut }) {
  const { facts } = client;
  const { time_zone: timeZone } = useSession().user;
  const today = todayIn(timeZone);
  return (
    <div className="flex flex-col gap-3">
      <Card aria-label="Training">
        <dl className="grid grid-cols-2 gap-x-4 gap-y-3 p-4 sm:grid-cols-3">
          <Fact label="Last workout">
            {facts.last_workout_on ? (
              <DateText date={facts.last_workout_on} today={today} />
            ) : (
              'None yet'
            )}
          </Fact>
          <Fact label="Next workout">
            {facts.next_workout_on ? (
              <DateText date={facts.next_workout_on} today={today} />
            ) : (
              'None planned'
            )}
          </Fact>
          <Fact label="This week">
            {facts.week_done} of {facts.week_planned}
          </Fact>
          <Fact label="Adherence, 28 days">
            {facts.adherence_28 === null ? 'Nothing due' : formatPercent(facts.adherence_28)}
          </Fact>
          <Fact label="Streak">{plural(facts.streak_weeks, 'week')}</Fact>
          <Fact label="Program">{facts.program_name ?? 'None'}</Fact>
        </dl>
      </Card>
      <Card aria-label="Contact">
        <CardHeader title="Contact" />
        <div className="flex flex-col gap-2 px-4 pb-4">
          {client.email && (
            <a
              href={`mailto:${client.email}`}
              className="flex min-w-0 items-center gap-2.5 hover:underline touch:min-h-11"
            >
              <Mail size={16} aria-hidden className="shrink-0 text-faint" />
              <span className="truncate">{client.email}</span>
            </a>
          )}
          {client.phone && (
            <a
              href={`tel:${client.phone.replaceAll(/[^\d+]/g, '')}`}
              className="flex items-center gap-2.5 tabular-nums hover:underline touch:min-h-11"
            >
              <Phone size={16} aria-hidden className="shrink-0 text-faint" />
              {client.phone}
            </a>
          )}
          {!client.email && !client.phone && <p className="text-faint">Nothing given yet.</p>}
          <p className="text-soft">
            With {client.trainer.name} since{' '}
            {shortDate(localDate(new Date(client.created_at), timeZone), today)}
            {client.birth_date && `. Born ${shortDate(client.birth_date, today)}`}
          </p>
        </div>
      </Card>
      <Access client={client} />
      <Note title="Goal" text={client.goal} empty="What do they want to reach?" />
      <Note title="Notes" text={client.notes} empty="Nothing noted." />
      <Note
        title="Health"
        icon={
          <span className="flex items-center gap-1.5 text-xs text-faint">
            <Lock size={13} aria-hidden />
            Encrypted, staff only
          </span>
        }
        text={client.health_note}
        empty={
          client.withheld.includes('health') ? 'The client does not share this.' : 'Nothing noted.'
        }
      />
    </div>
  );
}
