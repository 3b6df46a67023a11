import { cx } from '@/lib/cx';

/** A grey shape of the content's own size; the group around it should carry `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'block animate-pulse bg-fill',
        // A shape that names its own corners keeps them.
        !className?.includes('rounded') && 'rounded-md',
        className,
      )}
    />
  );
}
