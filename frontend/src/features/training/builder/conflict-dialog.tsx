import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import { idempotencyKey } from '@/api/http';
import { useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { momentInWords } from '@/lib/dates';
import { toast } from '@/lib/toasts';
import { copyDocument } from '../document/make';
import { contentToApi } from '../templates/convert';
import { createTemplate } from '../templates/queries';
import { useBuilder, useStoreState } from './builder-context';

/** Somebody saved the template meanwhile. Whatever is chosen, nothing is lost. */
export function ConflictDialog() {
  const { store } = useBuilder();
  const { save, content } = useStoreState(store);
  const { user } = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [key] = useState(idempotencyKey);
  const [error, setError] = useState<string | null>(null);
  // Put off, not decided: `Decide` beside the save state brings this very question back.
  const [putOff, setPutOff] = useState<object | null>(null);
  if (save.kind !== 'conflict' || putOff === save) return null;
  const { theirs } = save;
  const when = momentInWords(new Date(theirs.updatedAt), new Date(), user.time_zone);
  const who = theirs.updatedBy ?? 'somebody';
  const mine = who === user.name;

  const copyMine = async () => {
    setBusy(true);
    setError(null);
    try {
      const name = `${content.name.slice(0, 105)}, my version`;
      const document = copyDocument(content.document);
      const copy = await createTemplate(contentToApi({ ...content, name, document }), key);
      store.takeTheirs();
      toast(`Your version is now the template “${name}”.`, { tone: 'good' });
      await navigate({
        to: '/app/training/templates/$templateId',
        params: { templateId: copy.id },
      });
    } catch (failure) {
      setError(messageOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <ResponsiveDialog
      open
      onOpenChange={() => setPutOff(save)}
      title={mine ? `Changed in another tab by you, ${when}` : `Changed by ${who}, ${when}`}
      description="What you typed here is safe. Choose which version goes on."
    >
      <div className="flex flex-col gap-2">
        {error && (
          <p role="alert" className="rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
            {error}
          </p>
        )}
        <Choice
          title="Keep mine"
          text="Saves your version over the other one."
          onClick={() => void store.autosave.keepMine()}
        />
        <Choice
          title="Take theirs"
          text="Shows the other version. Undo brings yours back."
          onClick={() => store.takeTheirs()}
        />
        <Choice
          title="Keep both"
          text="Saves yours as a new template and opens it."
          busy={busy}
          onClick={() => void copyMine()}
        />
      </div>
    </ResponsiveDialog>
  );
}

interface ChoiceProps {
  title: string;
  text: string;
  busy?: boolean;
  onClick: () => void;
}

function Choice({ title, text, busy = false, onClick }: ChoiceProps) {
  return (
    <Button
      busy={busy}
      onClick={onClick}
      className="h-auto! justify-start! py-2.5 text-left whitespace-normal!"
    >
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block font-normal text-soft">{text}</span>
      </span>
    </Button>
  );
}
