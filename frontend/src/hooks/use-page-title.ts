import { useEffect } from 'react';

/** Names the browser tab: "Clients · Stoke". */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Stoke`;
  }, [title]);
}
