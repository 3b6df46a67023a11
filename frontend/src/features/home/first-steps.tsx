import { Link } from '@tanstack/react-router';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/display';

const steps = [
  {
    title: 'Add a client',
    text: 'A name is enough. With an e-mail address they can log in and train with their phone.',
    to: '/app/clients' as const,
    search: { add: true as const },
    action: 'Add a client',
  },
  {
    title: 'Build a program',
    text: 'Phases, weeks, days. Exercises with sets, reps and loads, from a library of hundreds.',
    to: '/app/training' as const,
    action: 'Open training',
  },
  {
    title: 'Assign it',
    text: 'Choose the start and the weekdays. Their workouts appear on their phone at once.',
    to: '/app/clients' as const,
    action: 'Choose a client',
  },
];

/** A new studio's home: what to do first. */
export function FirstSteps() {
  return (
    <section aria-label="First steps">
      <ol className="grid gap-3 lg:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step.title}>
            <Card className="flex h-full flex-col items-start p-5">
              <span
                aria-hidden="true"
                className="mb-3 grid size-8 place-items-center rounded-full bg-accent-wash font-semibold text-accent-ink tabular-nums"
              >
                {index + 1}
              </span>
              <h2 className="text-lg font-semibold tracking-tight">{step.title}</h2>
              <p className="mt-1 mb-4 text-soft">{step.text}</p>
              <Link
                to={step.to}
                {...(step.search ? { search: step.search } : {})}
                className={`${buttonClass(index === 0 ? 'primary' : 'outline')} mt-auto`}
              >
                {step.action}
              </Link>
            </Card>
          </li>
        ))}
      </ol>
    </section>
  );
}
