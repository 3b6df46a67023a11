import { Link, Outlet } from '@tanstack/react-router';
import { ChartLine, ClipboardList, Dumbbell, UserRound } from 'lucide-react';
import { OfflineNotice } from '@/components/states/states';
import { useOnline } from '@/hooks/use-online';
import { ConsentsDue } from './consents-due';
import { SkipLink } from './skip-link';

const places = [
  { to: '/me', label: 'Today', icon: Dumbbell, exact: true },
  { to: '/me/program', label: 'Program', icon: ClipboardList, exact: false },
  { to: '/me/progress', label: 'Progress', icon: ChartLine, exact: false },
  { to: '/me/account', label: 'Me', icon: UserRound, exact: false },
] as const;

/** A client's app: one column, and a bar under the thumb. */
export function ClientShell() {
  const online = useOnline();
  return (
    <div className="text-lg">
      <SkipLink />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex min-h-dvh w-full max-w-[640px] flex-col gap-4 px-4 pt-5 pb-[calc(84px+env(safe-area-inset-bottom))] outline-none"
      >
        {!online && <OfflineNotice />}
        <ConsentsDue />
        <Outlet />
      </main>
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
      >
        <ul className="mx-auto flex max-w-[640px]">
          {places.map(({ to, label, icon: Icon, exact }) => (
            <li key={to} className="flex-1">
              <Link
                to={to}
                activeOptions={{ exact }}
                className="flex h-16 flex-col items-center justify-center gap-1 text-xs font-medium text-soft -outline-offset-2 aria-[current=page]:text-accent-ink"
              >
                <Icon size={22} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
