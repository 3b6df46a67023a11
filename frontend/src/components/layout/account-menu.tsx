import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, Settings } from 'lucide-react';
import { signOut, useSession } from '@/api/session';
import { PersonAvatar } from '@/components/account/photo';
import { StudioLogo } from '@/components/account/studio-logo';
import { useSwitch } from '@/components/account/switching';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { openShortcuts } from '@/lib/commands';

export function AccountMenu() {
  const me = useSession();
  const { go } = useSwitch();
  const others = me.organizations.filter(({ id }) => id !== me.organization.id);
  const navigate = useNavigate();
  return (
    <Menu
      trigger={
        <button type="button" className="grid size-9 place-items-center rounded-full touch:size-11">
          <span className="sr-only">Account of {me.user.name}</span>
          <PersonAvatar name={me.user.name} photoUrl={me.user.photo_url ?? null} />
        </button>
      }
    >
      <MenuLabel>
        <span className="block font-medium text-text">{me.user.name}</span>
        {me.user.email}
      </MenuLabel>
      <MenuSeparator />
      <MenuItem
        icon={<Settings size={16} />}
        onSelect={() => void navigate({ to: '/app/settings' })}
      >
        Settings
      </MenuItem>
      <MenuItem icon={<Keyboard size={16} />} onSelect={openShortcuts}>
        Keyboard shortcuts
      </MenuItem>
      {others.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>Switch to</MenuLabel>
          {others.map(({ id, name, logo_url }) => (
            <MenuItem
              key={id}
              icon={<StudioLogo name={name} logoUrl={logo_url} size="sm" />}
              onSelect={() => void go(id)}
            >
              {name}
            </MenuItem>
          ))}
        </>
      )}
      <MenuSeparator />
      <MenuItem icon={<LogOut size={16} />} onSelect={() => void signOut()}>
        Log out
      </MenuItem>
    </Menu>
  );
}
