import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/display';

export function ClientName({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/app/clients/$clientId"
      params={{ clientId: id }}
      className="-my-1 inline-block py-1 font-semibold wrap-anywhere underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  );
}

/** A person, what there is to say, and what to do about it. */
export function PersonRow({
  name,
  children,
  end,
}: {
  name: string;
  children: ReactNode;
  end?: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[32px_minmax(0,1fr)] items-center gap-x-3 gap-y-2 border-t border-line px-4 py-[11px] sm:grid-cols-[32px_minmax(0,1fr)_auto]">
      <Avatar name={name} />
      <div className="min-w-0">{children}</div>
      {end && <div className="col-start-2 flex items-center gap-1.5 sm:col-start-3">{end}</div>}
    </li>
  );
}

/** What stands in a card that has nothing to show. */
export function QuietLine({ children }: { children: ReactNode }) {
  return <p className="border-t border-line px-4 py-5 text-soft">{children}</p>;
}
