import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { messageOf } from '@/api/errors';
import { useSession } from '@/api/session';
import { viewedRole } from '@/api/viewed-role';
import { Button } from '@/components/ui/button';
import { toast } from '@/lib/toasts';
import { viewAs } from '@/lib/view-as';

/** Says that Stoke is seen as another role, and leads back. Nothing while one is oneself. */
export function ViewedAs() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  // The person changes with the role that is looked as, so this is drawn anew.
  useSession();
  const role = viewedRole();
  if (!role) return null;
  const stop = async () => {
    try {
      await viewAs(queries, null);
      await navigate({ to: '/app/settings/roles' });
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
  };
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control bg-info-wash px-3 py-2 text-info"
    >
      <Eye size={16} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1">
        You see Stoke as <strong>{role.name}</strong>. Your own clients stand for those assigned,
        and nothing can be changed.
      </p>
      <Button size="sm" onClick={() => void stop()}>
        Be yourself again
      </Button>
    </div>
  );
}
