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

/** By what deed a consent was given, where it was not asked by itself. */
export const givenBy: Record<string, string> = {
  registered: 'by signing up',
  founded: 'by founding the studio',
  invitation: 'by taking up the invitation',
  joined: 'by joining on the public page',
};

/** What people are asked for as soon as they are there. */
export const askedNames: Record<string, string> = {
  terms: 'Terms of use',
  privacy: 'Privacy notice',
  health: 'Notes on health',
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
