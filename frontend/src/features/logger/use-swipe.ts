import { type TouchEvent, useRef } from 'react';

const FAR_PX = 64;

/** A swipe to the left or right with one finger; not one that began on a field, nor a scroll. */
export function useSwipe(onSwipe: (direction: 'left' | 'right') => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      const onField = event.target instanceof Element && event.target.closest('input, textarea');
      from.current =
        touch && event.touches.length === 1 && !onField
          ? { x: touch.clientX, y: touch.clientY }
          : null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!from.current || !touch) return;
      const x = touch.clientX - from.current.x;
      const y = touch.clientY - from.current.y;
      from.current = null;
      if (Math.abs(x) < FAR_PX || Math.abs(x) < 2 * Math.abs(y)) return;
      onSwipe(x < 0 ? 'left' : 'right');
    },
  };
}
