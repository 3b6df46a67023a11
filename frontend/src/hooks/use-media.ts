import { useSyncExternalStore } from 'react';

/** Follows a media query: `useMedia('(min-width: 1024px)')`. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** From here on a page has room for two columns and a rail. */
export function useWide(): boolean {
  return useMedia('(min-width: 1024px)');
}
