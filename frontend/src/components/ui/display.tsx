import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/lib/cx';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent' | 'info';

const tones: Record<Tone, string> = {
  neutral: 'bg-fill text-soft',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad-ink',
  accent: 'bg-accent-wash text-accent-ink',
  info: 'bg-info-wash text-info',
};

export interface ChipProps {
  tone?: Tone;
  icon?: ReactNode;
  /** Adds a button that takes the chip away; its name is "Remove" and `removeLabel`. */
  onRemove?: () => void;
  removeLabel?: string;
  className?: string;
  children: ReactNode;
}

export function Chip({
  tone = 'neutral',
  icon,
  onRemove,
  removeLabel,
  className,
  children,
}: ChipProps) {
  return (
    <span
      className={cx(
        'inline-flex h-[22px] shrink-0 items-center gap-1.5 whitespace-nowrap rounded-[7px] px-2 text-xs font-medium',
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
      {onRemove && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={`Remove ${removeLabel ?? ''}`.trim()}
          className="relative -mr-1 rounded before:absolute before:-inset-3 before:content-[''] hover:text-text"
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

/** First letters of the first and last word: "João Martins" → JM. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

const avatarSizes = { sm: 'size-[26px] text-[11px]', md: 'size-8 text-xs', lg: 'size-14 text-lg' };

export interface AvatarProps {
  name: string;
  size?: keyof typeof avatarSizes;
  /** A picture in place of the initials. */
  source?: string | null;
}

/** Stands beside the written name, so it says nothing to a screen reader. */
export function Avatar({ name, size = 'md', source }: AvatarProps) {
  if (source) {
    return (
      <img
        src={source}
        alt=""
        className={cx('shrink-0 rounded-full bg-fill object-cover', avatarSizes[size])}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-fill font-semibold text-soft',
        avatarSizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      {...rest}
      className={cx('min-w-0 rounded-card border border-line bg-surface', className)}
    />
  );
}

/** A card's title row; `children` stand at its end. */
export function CardHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex min-h-[50px] items-center justify-between gap-3 px-4 pt-2.5 pb-1.5">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </header>
  );
}

export interface ProgressBarProps {
  /** 0 to 1. */
  value: number;
  label: string;
  /** What a screen reader says instead of the percentage. */
  text?: string;
  className?: string;
}

export function ProgressBar({ value, label, text, className }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={cx('h-1 overflow-hidden rounded-full bg-fill', className)}
    >
      <div
        className="h-full origin-left rounded-full bg-accent transition-transform"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[5px] border border-line px-1.5 py-0.5 font-sans text-[11px] leading-none font-medium text-faint">
      {children}
    </kbd>
  );
}
