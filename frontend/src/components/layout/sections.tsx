import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import { useSessionState } from '@/api/session';
import { useWide } from '@/hooks/use-media';
import { Page, PageHeader } from './page';

export interface Section {
  to: string;
  label: string;
  /** What is found there, in a line. */
  hint: string;
  icon: LucideIcon;
  /** Left out for whoever holds none of these. */
  needs?: readonly string[];
}

export interface SectionGroup {
  title: string;
  sections: readonly Section[];
}

/** The sections that the person may open; groups without any are left out. */
export function useSections(groups: readonly SectionGroup[]): SectionGroup[] {
  const permissions = useSessionState().me?.permissions ?? {};
  return groups
    .map(({ title, sections }) => ({
      title,
      sections: sections.filter(({ needs }) => !needs || needs.some((name) => permissions[name])),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** Sections as rows to tap: the whole of a page on a phone. */
export function SectionList({ groups }: { groups: readonly SectionGroup[] }) {
  return useSections(groups).map(({ title, sections }) => (
    <nav key={title} aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-sm font-medium text-soft">{title}</h2>
      <ul className="overflow-hidden rounded-card border border-line bg-surface">
        {sections.map(({ to, label, hint, icon: Icon }) => (
          <li key={to} className="border-t border-line first:border-t-0">
            <Link
              to={to}
              className="flex min-h-14 items-center gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-fill"
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 text-soft" />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{label}</span>
                <span className="block truncate text-sm text-soft">{hint}</span>
              </span>
              <ChevronRight size={16} aria-hidden className="text-faint" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  ));
}

interface SectionsLayoutProps {
  title: string;
  /** The page above the sections: the list on a phone. On a wide screen it leads to the first of them. */
  home: string;
  groups: readonly SectionGroup[];
}

/** Pages that belong together: a list beside them on a wide screen, above them on a phone. */
export function SectionsLayout({ title, home, groups }: SectionsLayoutProps) {
  const wide = useWide();
  const shown = useSections(groups);
  const { pathname } = useLocation();
  const here = pathname.replace(/\/$/, '');
  const above = here === home;
  const first = shown[0]?.sections[0];
  if (wide) {
    if (above && first) return <Navigate to={first.to} replace />;
    return (
      <div className="flex items-start gap-8">
        <nav aria-label={title} className="sticky top-20 flex w-48 shrink-0 flex-col gap-5">
          {shown.map((group) => (
            <div key={group.title}>
              <p className="px-2.5 pb-1 text-xs font-medium text-faint">{group.title}</p>
              {group.sections.map(({ to, label }) => (
                <Link
                  key={to}
                  to={to}
                  className="flex h-9 items-center rounded-control px-2.5 font-medium text-soft hover:bg-fill hover:text-text aria-[current=page]:bg-fill aria-[current=page]:text-text touch:h-11"
                >
                  {label}
                </Link>
              ))}
            </div>
          ))}
        </nav>
        <div className="min-w-0 flex-1">
          <Outlet />
        </div>
      </div>
    );
  }
  if (above) {
    return (
      <Page>
        <PageHeader title={title} />
        <SectionList groups={groups} />
      </Page>
    );
  }
  // A page below a section brings its own way up, to the section.
  const section = groups.some(({ sections }) => sections.some(({ to }) => to === here));
  return (
    <Page>
      {section && <BackTo to={home} label={title} />}
      <Outlet />
    </Page>
  );
}

/** Up to the list of sections, on a phone. */
export function BackTo({ to, label }: { to: string; label: string }) {
  return (
    <Link
      to={to}
      className="-ml-1.5 inline-flex h-9 items-center gap-1 self-start rounded-control px-1.5 font-medium text-soft hover:text-text touch:h-11"
    >
      <ChevronLeft size={18} aria-hidden />
      {label}
    </Link>
  );
}
