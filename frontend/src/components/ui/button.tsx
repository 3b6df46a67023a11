import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/lib/cx';

export type ButtonVariant = 'primary' | 'outline' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const variants: Record<ButtonVariant, string> = {
  primary:
    'border-accent bg-accent font-semibold text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  outline: 'border-line-strong text-text hover:bg-fill',
  quiet: 'border-transparent text-soft hover:bg-fill hover:text-text',
  danger: 'border-bad bg-bad font-semibold text-on-bad hover:opacity-90',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'h-[30px] px-2.5 text-sm touch:h-11 touch:px-3.5',
  md: 'h-9 px-3.5 touch:h-11',
  lg: 'h-[52px] rounded-card px-5 text-lg',
};

const frame =
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50';

/** The look of a button, for links that act as one. */
export function buttonClass(variant: ButtonVariant = 'outline', size: ButtonSize = 'md'): string {
  return cx(frame, variants[variant], sizes[size]);
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a moving mark, keeps the width, says so to a screen reader and swallows clicks. */
  busy?: boolean;
  icon?: ReactNode;
}

export function Button({
  variant,
  size,
  busy = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      // aria-disabled and not disabled: a disabled button would drop the focus.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      className={cx(buttonClass(variant, size), 'relative', className)}
    >
      <span className={cx('inline-flex min-w-0 items-center gap-2', busy && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <span className="size-4 animate-spin rounded-full border-2 border-current border-r-transparent" />
        </span>
      )}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does; read out and shown on hover. */
  label: string;
  children: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
}

const squares: Record<ButtonSize, string> = {
  sm: 'w-[30px] px-0! touch:w-11',
  md: 'w-9 px-0! touch:w-11',
  lg: 'w-[52px] px-0!',
};

export function IconButton({
  label,
  variant = 'quiet',
  size = 'md',
  className,
  children,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={cx(buttonClass(variant, size), squares[size], className)}
    >
      {children}
    </button>
  );
}
