import { Moon, Search, Sun } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useSession } from '@/api/session';
import { IconButton } from '@/components/ui/button';
import { Avatar, Kbd } from '@/components/ui/display';
import { modifier, openPalette } from '@/lib/commands';
import { useTheme } from '@/lib/theme';
import { chooseTheme } from './choose-theme';

// Menus bring a positioning library; the page is usable before it has come.
const AccountMenu = lazy(() => import('./account-menu').then((m) => ({ default: m.AccountMenu })));

export function ThemeToggle() {
  const theme = useTheme();
  const next = theme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton label={`Switch to the ${next} theme`} onClick={() => chooseTheme(next)}>
      {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
    </IconButton>
  );
}

export function TopBar() {
  const me = useSession();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-bg px-4 lg:px-7">
      <p className="min-w-0 flex-1 truncate font-semibold lg:hidden">{me.organization.name}</p>
      <button
        type="button"
        onClick={openPalette}
        className="hidden h-9 w-80 items-center gap-2 rounded-control border border-line bg-surface px-2.5 text-faint hover:border-line-strong lg:mr-auto lg:flex"
      >
        <Search size={16} aria-hidden />
        Search people, pages, actions
        <span className="ml-auto">
          <Kbd>{modifier} K</Kbd>
        </span>
      </button>
      <IconButton label="Search" onClick={openPalette} className="lg:hidden">
        <Search size={18} aria-hidden />
      </IconButton>
      <ThemeToggle />
      <Suspense fallback={<Avatar name={me.user.name} />}>
        <AccountMenu />
      </Suspense>
    </header>
  );
}
