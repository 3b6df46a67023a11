import { ArrowRight } from 'lucide-react';
import type { Entry } from './queries';
import { fieldName, isBareId, type Reader, shown } from './wording';

const withheld = {
  erased: 'Personal values went when this person was erased.',
  role: 'Personal values are not shown to your role.',
} as const;

/** What changed, what else is known, and what is not shown. */
export function EntryDetail({ entry, reader }: { entry: Entry; reader: Reader }) {
  const { health_fields: health } = entry;
  // What the sentence says already is not said again.
  const changes = entry.changes.filter(
    ({ before, after }) => before !== null || after !== entry.subject?.name,
  );
  const more = Object.entries(entry.facts).filter(([, value]) => !isBareId(value, reader.names));
  if (!changes.length && !more.length && !health.length && !entry.withheld) return null;
  return (
    <div className="mt-1 flex flex-col gap-0.5 text-sm text-soft">
      {(changes.length > 0 || more.length > 0) && (
        <dl className="flex flex-col gap-0.5">
          {changes.map(({ field, before, after }) => (
            <div key={field} className="flex flex-wrap gap-x-2">
              <dt className="text-faint">{fieldName(field)}</dt>
              <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
                {before !== null && before !== '' && (
                  <>
                    <del className="wrap-anywhere no-underline">{shown(before, reader, field)}</del>
                    <ArrowRight size={13} role="img" aria-label="became" className="text-faint" />
                  </>
                )}
                <ins className="wrap-anywhere text-text no-underline">
                  {shown(after, reader, field)}
                </ins>
              </dd>
            </div>
          ))}
          {more.map(([name, value]) => (
            <div key={name} className="flex flex-wrap gap-x-2">
              <dt className="text-faint">{fieldName(name)}</dt>
              <dd className="min-w-0 wrap-anywhere">{shown(value, reader, name)}</dd>
            </div>
          ))}
        </dl>
      )}
      {health.length > 0 && (
        <p>{health.map(fieldName).join(', ')}: health data, whose values the log does not have.</p>
      )}
      {entry.withheld && <p>{withheld[entry.withheld]}</p>}
    </div>
  );
}
