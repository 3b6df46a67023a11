import { lazyRouteComponent } from '@tanstack/react-router';
import { inReach, noteReach, onReach } from '@/api/reach';

/** How long to wait for word of the network before the code is asked for anyway. */
const PATIENCE_MS = 5_000;

/**
 * Loads code, and waits for the network instead of failing without one. The router would load the whole page anew,
 * which without a network leaves the browser's own error page behind. Rejects when the server answers and yet the code
 * does not come: there is a newer version, and loading the page anew is right.
 */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (await serverAnswers()) throw error;
      await change();
    }
  }
}

async function serverAnswers(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const answer = await fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  noteReach(answer !== null);
  return answer !== null;
}

function change(): Promise<void> {
  // Back already, while it was looked for.
  if (inReach()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      release();
      resolve();
    };
    const release = onReach(() => {
      if (inReach()) done();
    });
    const timer = setTimeout(done, PATIENCE_MS);
  });
}

/** A page whose code comes when it is opened; takes what the router's own `lazyRouteComponent` takes. */
export const lazyPage: typeof lazyRouteComponent = (load, exportName) =>
  lazyRouteComponent(() => patiently(load), exportName);
