import type { ReactNode } from 'react';

interface FactorRowProps {
  icon: ReactNode;
  title: ReactNode;
  text: ReactNode;
  children: ReactNode;
}

/** One way to prove who one is, with what can be done about it. */
export function FactorRow({ icon, title, text, children }: FactorRowProps) {
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-[11px]">
      <span aria-hidden="true" className="shrink-0 text-soft">
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere font-medium">{title}</p>
        <p className="text-sm text-soft">{text}</p>
      </div>
      <div className="flex shrink-0 flex-wrap justify-end gap-2">{children}</div>
    </li>
  );
}
