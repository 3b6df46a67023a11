import { Copy, Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { copyText } from '@/lib/clipboard';

/** Shown the one time that they can be shown. Closes by its button alone, so that no stray click loses them. */
export function RecoveryCodesDialog({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const text = codes.join('\n');
  return (
    <ResponsiveDialog
      open
      closable={false}
      onOpenChange={() => undefined}
      title="Keep your recovery codes"
      description="Each lets you in once without your second factor. They are not shown again."
      footer={
        <Button variant="primary" onClick={onKept}>
          I have kept them
        </Button>
      }
    >
      <ul
        aria-label="Recovery codes"
        className="grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-control bg-fill px-4 py-3 font-mono min-[400px]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          icon={<Copy size={16} aria-hidden />}
          onClick={() => void copyText(text, 'The codes are copied.')}
        >
          Copy
        </Button>
        <Button icon={<Download size={16} aria-hidden />} onClick={() => save(text)}>
          Save as a file
        </Button>
      </div>
    </ResponsiveDialog>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'stoke-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(url);
}
