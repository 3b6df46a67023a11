import type { ReactNode } from 'react';
import { usePageTitle } from '@/hooks/use-page-title';
import { cx } from '@/lib/cx';

export interface PageHeaderProps {
  title: string;
  /** One sentence below the title. */
  lead?: ReactNode;
  /** The page's actions; the primary one last. */
  actions?: ReactNode;
}

/** The page's only h1; names the tab as well. */
export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0 max-w-full">
        <h1 className="text-title font-semibold wrap-anywhere">{title}</h1>
        {lead && <p className="text-soft">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}

/** A page's column of parts with the rhythm of the whole app. */
export function Page({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cx('flex min-w-0 flex-col gap-4', className)}>{children}</div>;
}
