import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { StaffMember } from '@/api/generated';
import { Button } from '@/components/ui/button';
import { ResponsiveDialog } from '@/components/ui/overlay';
import { toast } from '@/lib/toasts';
import { assignRole } from './queries';
import { RoleChoice } from './role-choice';

/** Gives a member another role. */
export function RoleDialog({ member, onClose }: { member: StaffMember; onClose: () => void }) {
  const queries = useQueryClient();
  const now = member.role_id ?? member.role;
  const [role, setRole] = useState<string>(now);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      const { role_name: name } = await assignRole(member.id, role);
      toast(`${member.name}: ${name}`, { tone: 'good' });
      await queries.invalidateQueries({ queryKey: ['members'] });
      void queries.invalidateQueries({ queryKey: ['roles'] });
      onClose();
    } catch (cause) {
      setError(messageOf(cause));
      setBusy(false);
    }
  };
  return (
    <ResponsiveDialog
      open
      onOpenChange={onClose}
      title={`Role of ${member.name}`}
      description="In effect within a second, for pages that are open, too."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} disabled={role === now} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      {error && (
        <p role="alert" className="mb-4 rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
          {error}
        </p>
      )}
      <RoleChoice
        value={role}
        onValueChange={setRole}
        without={member.state === 'active' ? [] : ['owner']}
      />
    </ResponsiveDialog>
  );
}
