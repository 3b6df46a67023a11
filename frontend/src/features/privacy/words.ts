import { ApiError, messageOf } from '@/api/errors';
import type { OpeningOut } from '@/api/generated';
import { toast } from '@/lib/toasts';

/** What the classes of a client's data are called. */
export const classNames: Record<OpeningOut['data_class'], string> = {
  profile: 'Record',
  health: 'Notes on health',
  plan: 'Program',
  training: 'Training',
};

/** Says what went wrong, unless the person closed the question for a proof and knows. */
export function tellFailure(error: unknown): void {
  if (error instanceof ApiError && error.code === 'proof_required') return;
  toast(messageOf(error), { tone: 'bad' });
}

/** 2 MB, 340 kB. */
export function sizeInWords(bytes: number): string {
  return bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
