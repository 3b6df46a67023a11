import { useQueryClient } from '@tanstack/react-query';
import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import type { StaffMember } from '@/api/generated';
import { usePermission } from '@/api/session';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast, toastUndo } from '@/lib/toasts';
import { ClientsDialog } from './clients-dialog';
import { inviteAgain, reinstateMember, suspendMember, withdrawInvitation } from './queries';
import { RenameDialog } from './rename-dialog';
import { RoleDialog } from './role-dialog';

/** What one may do with a member; nothing for who reaches further than oneself. */
export function MemberMenu({ member, own }: { member: StaffMember; own: boolean }) {
  const queries = useQueryClient();
  const [dialog, setDialog] = useState<'role' | 'name' | 'clients' | 'remove' | null>(null);
  const invited = member.state === 'invited';
  const suspended = member.state === 'suspended';
  const left = member.state === 'left';
  // Whoever has left can be invited again; all that is left to do here is about their clients.
  const reached = member.within_reach && !left;
  const mayInvite = usePermission('members:invite') !== null && reached && invited;
  const mayRename = usePermission('members:update') !== null && reached;
  const mayAssign = usePermission('members:assign_role') !== null && reached;
  const maySuspend = usePermission('members:suspend') !== null && reached && !own && !invited;
  const mayRemove = usePermission('members:remove') !== null && reached && !own && !invited;
  const mayGive = usePermission('clients:update') === 'all' && !invited;
  if (!(mayInvite || mayRename || mayAssign || maySuspend || mayRemove || mayGive)) {
    return <span className="w-[30px] shrink-0 touch:w-11" />;
  }

  const run = async (work: () => Promise<unknown>, then: () => void) => {
    try {
      await work();
      then();
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
    void queries.invalidateQueries({ queryKey: ['members'] });
  };
  const letIn = () =>
    run(
      () => reinstateMember(member.id),
      () => toast(`${member.name} is in again`, { tone: 'good' }),
    );
  const suspend = () =>
    run(
      () => suspendMember(member.id),
      () => toastUndo(`${member.name} is suspended`, () => void letIn()),
    );

  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${member.name}`} size="sm">
            <MoreHorizontal size={16} aria-hidden />
          </IconButton>
        }
      >
        {mayInvite && (
          <MenuItem
            onSelect={() =>
              void run(
                () => inviteAgain(member.id),
                () => toast('Invitation sent again', { tone: 'good' }),
              )
            }
          >
            Send the invitation again
          </MenuItem>
        )}
        {mayAssign && <MenuItem onSelect={() => setDialog('role')}>Change the role…</MenuItem>}
        {mayRename && <MenuItem onSelect={() => setDialog('name')}>Change the name…</MenuItem>}
        {mayGive && (
          <MenuItem onSelect={() => setDialog('clients')}>Give their clients to…</MenuItem>
        )}
        {(maySuspend || mayInvite) && (mayAssign || mayRename || mayGive) && <MenuSeparator />}
        {mayInvite && (
          <MenuItem
            danger
            onSelect={() =>
              void run(
                () => withdrawInvitation(member.id),
                () => toast('Invitation withdrawn'),
              )
            }
          >
            Withdraw the invitation
          </MenuItem>
        )}
        {maySuspend && (
          <MenuItem onSelect={() => void (suspended ? letIn() : suspend())}>
            {suspended ? 'Let in again' : 'Suspend'}
          </MenuItem>
        )}
        {mayRemove && (
          <MenuItem danger onSelect={() => setDialog('remove')}>
            Remove…
          </MenuItem>
        )}
      </Menu>
      {dialog === 'role' && <RoleDialog member={member} onClose={() => setDialog(null)} />}
      {dialog === 'name' && <RenameDialog member={member} onClose={() => setDialog(null)} />}
      {(dialog === 'clients' || dialog === 'remove') && (
        <ClientsDialog
          member={member}
          removing={dialog === 'remove'}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
