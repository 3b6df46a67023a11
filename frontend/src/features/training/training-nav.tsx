import { Link } from '@tanstack/react-router';

const places = [
  { to: '/app/training/templates', label: 'Templates' },
  { to: '/app/training/exercises', label: 'Exercises' },
] as const;

/** Between the parts of Training. */
export function TrainingNav() {
  return (
    <nav aria-label="Training" className="flex gap-1 border-b border-line">
      {places.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className="-mb-px flex h-10 items-center border-b-2 border-transparent px-3 font-medium text-soft -outline-offset-2 hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text touch:h-11"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
