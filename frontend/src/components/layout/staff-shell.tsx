import { Link, Outlet } from '@tanstack/react-router';
import { useSession } from '@/api/session';
import { StudioLogo } from '@/components/account/studio-logo';
import { OfflineNotice } from '@/components/states/states';
import { useOnline } from '@/hooks/use-online';
import { cx } from '@/lib/cx';
import { Brand } from './brand';
import { CommandLayer } from './command-layer';
import { ConsentsDue } from './consents-due';
import { SkipLink } from './skip-link';
import { useStaffPlaces } from './staff-places';
import { TopBar } from './top-bar';
import { ViewedAs } from './viewed-as';

function Rail() {
  const me = useSession();
  const places = useStaffPlaces();
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-[212px] shrink-0 flex-col gap-0.5 border-r border-line px-3 py-4 lg:flex"
    >
      <div className="px-2.5 pt-1 pb-4">
        <Brand />
      </div>
      {places.map(({ to, label, icon: Icon, exact }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact }}
          className={cx(
            'group flex h-9 items-center gap-2.5 rounded-control px-2.5 font-medium text-soft hover:bg-fill hover:text-text aria-[current=page]:bg-fill aria-[current=page]:text-text touch:h-11',
            to === '/app/settings' && 'mt-auto',
          )}
        >
          <Icon
            size={18}
            strokeWidth={1.75}
            aria-hidden
            className="group-aria-[current=page]:text-accent"
          />
          {label}
        </Link>
      ))}
      <div className="mt-1 flex items-center gap-2.5 px-2.5 py-1.5">
        <StudioLogo name={me.organization.name} logoUrl={me.organization.logo_url} size="sm" />
        <div className="min-w-0 leading-4">
          <p className="truncate font-medium">{me.organization.name}</p>
          <p className="text-xs text-faint">{me.role_name}</p>
        </div>
      </div>
    </nav>
  );
}

function BottomBar() {
  const places = useStaffPlaces();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="flex">
        {places.map(({ to, label, icon: Icon, exact }) => (
          <li key={to} className="flex-1">
            <Link
              to={to}
              activeOptions={{ exact }}
              className="flex h-[60px] flex-col items-center justify-center gap-1 text-xs font-medium text-soft -outline-offset-2 aria-[current=page]:text-accent-ink"
            >
              <Icon size={22} strokeWidth={1.75} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The staff's app: a rail on a wide screen, a bottom bar on a phone. */
export function StaffShell() {
  const online = useOnline();
  return (
    <CommandLayer>
      <SkipLink />
      <div className="flex">
        <Rail />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar />
          <main
            id="main"
            tabIndex={-1}
            className="flex w-full max-w-[1560px] flex-1 flex-col gap-4 px-4 pt-4 pb-[calc(84px+env(safe-area-inset-bottom))] outline-none lg:px-7 lg:pb-8"
          >
            {!online && <OfflineNotice />}
            <ConsentsDue />
            <ViewedAs />
            <Outlet />
          </main>
        </div>
      </div>
      <BottomBar />
    </CommandLayer>
  );
}
