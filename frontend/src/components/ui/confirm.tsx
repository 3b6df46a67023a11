import { type ReactNode, useCallback, useRef, useState } from 'react';
import { Button } from './button';
import { ResponsiveDialog } from './overlay';

export interface ConfirmQuestion {
  /** A question: "Archive Mia Rossi?" */
  title: string;
  /** What follows from a yes. */
  text?: ReactNode;
  /** The verb on the button: "Archive". */
  action: string;
  danger?: boolean;
}

/**
 * Asks before something that cannot be undone; what can be undone gets a toast with Undo instead.
 * `const { confirm, confirmDialog } = useConfirm()`; render the dialog, await `confirm(question)`.
 */
export function useConfirm() {
  const [question, setQuestion] = useState<ConfirmQuestion | null>(null);
  const answer = useRef<((yes: boolean) => void) | null>(null);

  const confirm = useCallback((asked: ConfirmQuestion) => {
    answer.current?.(false);
    setQuestion(asked);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const close = (yes: boolean) => {
    answer.current?.(yes);
    answer.current = null;
    setQuestion(null);
  };

  const confirmDialog = question && (
    <ResponsiveDialog
      open
      onOpenChange={() => close(false)}
      title={question.title}
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button variant={question.danger ? 'danger' : 'primary'} onClick={() => close(true)}>
            {question.action}
          </Button>
        </>
      }
    >
      {question.text && <div className="text-soft">{question.text}</div>}
    </ResponsiveDialog>
  );

  return { confirm, confirmDialog };
}
