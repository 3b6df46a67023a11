import { Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { copyText } from '@/lib/clipboard';

/** The key itself: there is no second time. Closed by its button alone, so that a stray click does not lose it. */
export function ShownOnce({ value, onDone }: { value: string; onDone: () => void }) {
  return (
    <ResponsiveDialog
      open
      closable={false}
      onOpenChange={() => undefined}
      title="Keep this key now"
      description="It is shown this once. Whoever has it can do what you gave to it."
      footer={
        <>
          <Button onClick={() => void copyText(value, 'Key copied.')}>
            <Copy size={16} aria-hidden />
            Copy
          </Button>
          <Button variant="primary" onClick={onDone}>
            I have kept it
          </Button>
        </>
      }
    >
      <Field label="API key" help="Send it as “Authorization: Bearer …”.">
        <Input
          readOnly
          value={value}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="font-mono text-sm"
        />
      </Field>
      <p className="mt-3 text-sm text-soft">
        <a href="/api/docs#api-keys" target="_blank" rel="noreferrer" className="underline">
          How a program uses it
        </a>
      </p>
    </ResponsiveDialog>
  );
}
