import { type ElementType, type ReactNode, type Ref, useEffect } from 'react';

let locks = 0;

interface RemoveScrollProps {
  as?: ElementType;
  enabled?: boolean;
  children?: ReactNode;
  ref?: Ref<HTMLElement>;
  allowPinchZoom?: boolean;
  shards?: unknown;
}

/**
 * Stands in for `react-remove-scroll` (see the alias in vite.config.ts): while one is mounted, the page
 * behind an overlay does not scroll. Nested overlays share one lock.
 */
export function RemoveScroll({
  as: Component = 'div',
  enabled = true,
  allowPinchZoom: _allowPinchZoom,
  shards: _shards,
  ...rest
}: RemoveScrollProps) {
  useEffect(() => {
    if (!enabled) return;
    const root = document.documentElement;
    // The bar goes while the page is locked; its room stays, so that nothing jumps.
    if (locks === 0) document.body.style.paddingRight = `${innerWidth - root.clientWidth}px`;
    locks += 1;
    root.toggleAttribute('data-scroll-locked', true);
    return () => {
      locks -= 1;
      if (locks > 0) return;
      root.toggleAttribute('data-scroll-locked', false);
      document.body.style.paddingRight = '';
    };
  }, [enabled]);
  return <Component {...rest} />;
}
