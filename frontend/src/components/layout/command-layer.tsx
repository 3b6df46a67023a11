import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useLayoutEffect, useMemo, useState } from 'react';
import { signOut, usePermission } from '@/api/session';
import { useHotkeys } from '@/hooks/use-hotkeys';
import { onOpen, useCommands } from '@/lib/commands';
import { chooseTheme } from './choose-theme';
import { useStaffPlaces } from './staff-places';

const Palette = lazy(() => import('./palette').then((m) => ({ default: m.Palette })));
const Shortcuts = lazy(() => import('./shortcuts').then((m) => ({ default: m.Shortcuts })));

/** Brings the palette (⌘K or Ctrl-K), the list of shortcuts (`?`) and the keys that go to a place. */
export function CommandLayer({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const navigate = useNavigate();
  const mayAdd = usePermission('clients:create') !== null;
  const places = useStaffPlaces();
  useLayoutEffect(() => onOpen(setOpen), []);

  const commands = useMemo(
    () => [
      ...places.map(({ to, label, keys }) => ({
        id: `go:${to}`,
        label,
        group: 'Pages',
        keys,
        run: () => void navigate({ to }),
      })),
      { id: 'theme:dark', label: 'Dark theme', group: 'Actions', run: () => chooseTheme('dark') },
      {
        id: 'theme:light',
        label: 'Light theme',
        group: 'Actions',
        run: () => chooseTheme('light'),
      },
      ...(mayAdd
        ? [
            {
              id: 'add-client',
              label: 'Add client',
              group: 'Actions',
              run: () => void navigate({ to: '/app/clients', search: { add: true } }),
            },
          ]
        : []),
      { id: 'log-out', label: 'Log out', group: 'Actions', run: () => void signOut() },
    ],
    [navigate, mayAdd, places],
  );
  useCommands(commands);
  useHotkeys();

  const close = () => setOpen(null);
  return (
    <>
      {children}
      <Suspense fallback={null}>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </>
  );
}
