import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '@/api/session';
import { Button, type ButtonVariant } from '@/components/ui/button';
import { startFree } from './start-free';

/** Starts a workout that nobody planned. */
export function FreeButton({
  clientId,
  variant = 'outline',
}: {
  clientId: string;
  variant?: ButtonVariant;
}) {
  const { user } = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const sessionId = await startFree(user.id, clientId);
      await navigate({ to: '/me/free/$sessionId', params: { sessionId } });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant={variant}
      size={variant === 'primary' ? 'lg' : 'md'}
      busy={busy}
      icon={<Plus size={18} aria-hidden />}
      className={variant === 'primary' ? 'w-full' : ''}
      onClick={() => void start()}
    >
      Start an empty workout
    </Button>
  );
}
