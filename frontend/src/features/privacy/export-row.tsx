import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ExportOut } from '@/api/generated';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { MomentText } from '@/components/ui/date-text';
import { ProgressBar } from '@/components/ui/display';
import { fetchArchive } from './queries';
import { sizeInWords, tellFailure } from './words';

/** One archive: how far it is, or the way to fetch it. */
export function ExportRow({ made, name }: { made: ExportOut; name?: string }) {
  const { time_zone: timeZone } = useSession().user;
  const get = useMutation({ mutationFn: () => fetchArchive(made), onError: tellFailure });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">
          {name && <>{name} · </>}
          <MomentText at={made.created_at} timeZone={timeZone} />
        </p>
        {made.state === 'running' ? (
          <ProgressBar
            value={made.done / made.parts}
            label="Export"
            text={`${made.done} of ${made.parts} parts`}
            className="mt-2"
          />
        ) : (
          <p className="text-sm text-soft">
            {made.state === 'ready' && made.size !== null && made.expires_at ? (
              <>
                {sizeInWords(made.size)}, goes{' '}
                <MomentText at={made.expires_at} timeZone={timeZone} />
              </>
            ) : (
              'No longer there'
            )}
          </p>
        )}
      </div>
      {made.state === 'ready' && (
        <Button
          size="sm"
          busy={get.isPending}
          icon={<Download size={15} aria-hidden />}
          onClick={() => get.mutate()}
        >
          Download
        </Button>
      )}
    </li>
  );
}
