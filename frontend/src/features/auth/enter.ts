import { useNavigate } from '@tanstack/react-router';
import { homeOf, startSession } from '@/api/session';
import type { TokenAnswer } from '@/api/token';
import { setTheme } from '@/lib/theme';

/** Starts the session of an answer and goes where the person wanted to, or where their role starts. */
export function useEnter() {
  const navigate = useNavigate();
  return async (answer: TokenAnswer, next?: string) => {
    const me = await startSession(answer);
    setTheme(me.user.theme);
    const home = homeOf(me);
    const fits =
      next === home ||
      next === '/security' ||
      next?.startsWith(`${home}/`) ||
      next?.startsWith(`${home}?`);
    if (next && fits) await navigate({ href: next, replace: true });
    else await navigate({ to: home, replace: true });
  };
}
