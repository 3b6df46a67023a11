import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePageTitle } from '@/hooks/use-page-title';

/** The card's title and the sentence below it. */
export function AuthHeader({ title, lead }: { title: string; lead?: ReactNode }) {
  usePageTitle(title);
  return (
    <header className="mb-6">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {lead && <p className="mt-1.5 wrap-anywhere text-soft">{lead}</p>}
    </header>
  );
}

/** A line below a form that leads elsewhere: "New here? Create an account". */
export function AuthFoot({ children }: { children: ReactNode }) {
  return <p className="mt-6 text-center text-base text-soft">{children}</p>;
}

const linkClass = 'font-medium text-accent-ink underline-offset-4 hover:underline';

export function LoginLink({
  children = 'Log in',
  email,
}: {
  children?: ReactNode;
  email?: string;
}) {
  return (
    <Link to="/login" search={email ? { email } : {}} className={linkClass}>
      {children}
    </Link>
  );
}

/** Below the password of an account that is there: one may never have chosen it. */
export function ForgotLink() {
  return (
    <Link
      to="/forgot"
      className={`${linkClass} inline-flex items-center self-end text-base touch:h-11`}
    >
      Forgotten password?
    </Link>
  );
}

export { linkClass };

/** A round sign above what happened: a sent mail, a confirmed address. */
export function AuthSign({ children }: { children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      className="mb-4 grid size-12 place-items-center rounded-full bg-accent-wash text-accent-ink"
    >
      {children}
    </span>
  );
}
