import { type Cloud, CloudCheck, CloudOff, CloudUpload, TriangleAlert } from 'lucide-react';
import { plural } from '@/lib/numbers';
import { waitingSets } from '@/lib/workout-log/steps';
import type { LogView } from '@/lib/workout-log/store';

function words({ session, sync, kept }: LogView): { icon: typeof Cloud; text: string } {
  const waiting = session ? waitingSets(session) : 0;
  if (!kept) return { icon: TriangleAlert, text: 'This browser keeps nothing: stay on this page' };
  switch (sync.phase) {
    case 'offline':
      return {
        icon: CloudOff,
        text: waiting ? `Offline, ${plural(waiting, 'set')} kept here` : 'Offline, all kept here',
      };
    case 'trouble':
      return {
        icon: TriangleAlert,
        text: `Not saved yet, ${plural(waiting, 'set')} kept here. Trying again`,
      };
    case 'blocked':
      return { icon: TriangleAlert, text: 'Kept here, not saved' };
    case 'saving':
      return { icon: CloudUpload, text: 'Saving' };
    case 'saved':
      return waiting ? { icon: CloudUpload, text: 'Saving' } : { icon: CloudCheck, text: 'Saved' };
  }
}

/** How far the server knows of the workout, in a line. */
export function SyncLine({ view }: { view: LogView }) {
  const { icon: Icon, text } = words(view);
  return (
    <p role="status" className="flex items-center justify-center gap-1.5 text-sm text-faint">
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className="truncate">{text}</span>
    </p>
  );
}
