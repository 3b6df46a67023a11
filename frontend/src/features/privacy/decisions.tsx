import type { DecisionOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { MomentText } from '@/components/ui/date-text';
import { Chip } from '@/components/ui/display';
import { givenBy } from './words';

/** Decisions on consents, the newest first, each with what proves it and the text that it was about. */
export function Decisions({ rows }: { rows: readonly DecisionOut[] }) {
  const { time_zone: timeZone } = useSession().user;
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={`${row.kind} ${row.at}`}
          className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-t border-line py-2.5 first:border-t-0"
        >
          <span className="min-w-0">
            <span className="font-medium">{row.title}</span>{' '}
            <span className="text-sm text-soft">
              <a
                href={`/legal/${row.kind}/${row.version}`}
                target="_blank"
                rel="noopener"
                className="underline underline-offset-4"
              >
                version {row.version}
              </a>
              , <MomentText at={row.at} timeZone={timeZone} />
              {row.address && `, from ${row.address}`}
              {givenBy[row.how] && `, ${givenBy[row.how]}`}
            </span>
          </span>
          <Chip tone={row.decision === 'given' ? 'good' : 'neutral'}>
            {row.decision === 'given' ? 'Agreed' : 'Withdrawn'}
          </Chip>
        </li>
      ))}
    </ul>
  );
}
