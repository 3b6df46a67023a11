import { Outlet } from '@tanstack/react-router';
import { Brand } from './brand';

/** A centred card over a faint glow; the page inside brings its own h1. */
export function AuthShell() {
  return (
    <div className="relative isolate flex min-h-dvh flex-col items-center justify-center gap-6 overflow-hidden px-4 py-8 text-lg">
      <div
        aria-hidden="true"
        className="absolute top-[-30vh] left-1/2 -z-10 h-[90vh] w-[120vw] max-w-[1400px] -translate-x-1/2 bg-[radial-gradient(closest-side,var(--accent-wash),transparent)]"
      />
      <Brand />
      <main
        id="main"
        className="w-full max-w-[420px] rounded-[20px] border border-line bg-surface p-6 shadow-float sm:p-8"
      >
        <Outlet />
      </main>
    </div>
  );
}
