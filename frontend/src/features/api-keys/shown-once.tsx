import { Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { toast } from '@/lib/toasts';

/** The key itself: there is no second time. Closed by its button alone, so that a stray click does not lose it. */
export function ShownOnce({ value, onDone }: { value: string; onDone: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast('Key copied.', { tone: 'good' });
    } catch {
      toast('The browser does not let us copy. Select the key and copy it yourself.', {
        tone: 'bad',
      });
    }
  };
  return (
    <ResponsiveDialog
      open
      closable={false}
      onOpenChange={() => undefined}
      title="Keep this key now"
      description="It is shown this once. Whoever has it can do what you gave to it."
      footer={
        <>
          <Button onClick={() => void copy()}>
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
