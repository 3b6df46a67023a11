import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';

/** Asks before all of a workout is let go. */
export function DiscardSheet({
  onDiscard,
  onClose,
}: {
  onDiscard: () => void;
  onClose: () => void;
}) {
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title="Discard this workout?"
      description="Its sets are not counted. A planned workout stays planned."
      footer={
        <>
          <Button onClick={onClose}>Keep training</Button>
          <Button variant="danger" onClick={onDiscard}>
            Discard
          </Button>
        </>
      }
    />
  );
}
