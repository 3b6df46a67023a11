import type { Figures as HomeFigures } from '@/api/generated';
import { type Delta, StatCard } from '@/components/ui/stat-card';
import { formatNumber, plural } from '@/lib/numbers';

function against(now: number, before: number, same: string, more: string, less: string): Delta {
  const gap = Math.abs(now - before);
  if (gap === 0) return { text: same, direction: 'none', meaning: 'neutral' };
  return now > before
    ? { text: `${formatNumber(gap, 0)} ${more}`, direction: 'up', meaning: 'good' }
    : { text: `${formatNumber(gap, 0)} ${less}`, direction: 'down', meaning: 'bad' };
}

function points(count: number): string {
  return count === 1 ? 'point' : 'points';
}

/** The four figures at the top of the home. */
export function Figures({ figures }: { figures: HomeFigures }) {
  const { adherence_28: adherence, adherence_28_before: before } = figures;
  const weeks = figures.adherence_weeks.filter((week) => week !== null);
  return (
    <section aria-label="Key figures" className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <StatCard
        label="Trained this week"
        value={formatNumber(figures.trained_this_week, 0)}
        suffix={`of ${formatNumber(figures.active_clients, 0)}`}
        delta={against(
          figures.trained_this_week,
          figures.trained_last_week,
          'As many as last week by now',
          'more than last week by now',
          'fewer than last week by now',
        )}
      />
      <StatCard
        label="Adherence, 28 days"
        value={adherence === null ? '–' : `${adherence}%`}
        {...(adherence !== null && before !== null
          ? {
              delta: against(
                adherence,
                before,
                'As in the 28 days before',
                `${points(Math.abs(adherence - before))} up`,
                `${points(Math.abs(adherence - before))} down`,
              ),
            }
          : { note: adherence === null ? 'Nothing was due yet' : 'Nothing was due before that' })}
        points={weeks}
      />
      <StatCard
        label="Records this week"
        value={formatNumber(figures.records_this_week, 0)}
        note={
          figures.records_people === 0
            ? 'The next one will stand here'
            : plural(figures.records_people, 'person', 'people')
        }
      />
      <StatCard
        label="Workouts this week"
        value={formatNumber(figures.workouts_this_week, 0)}
        note={
          figures.trained_this_week === 0
            ? 'Nobody has trained yet'
            : `by ${plural(figures.trained_this_week, 'person', 'people')}`
        }
      />
    </section>
  );
}
