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
    locks += 1;
    document.documentElement.toggleAttribute('data-scroll-locked', true);
    return () => {
      locks -= 1;
      document.documentElement.toggleAttribute('data-scroll-locked', locks > 0);
    };
  }, [enabled]);
  return <Component {...rest} />;
}
