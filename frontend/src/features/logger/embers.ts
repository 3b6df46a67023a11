const COUNT = 18;
const COLOURS = ['var(--accent)', 'var(--accent-hover)', 'var(--warn)'];

/** Embers that rise once from an element; none where motion is not wanted. Returns what takes them away. */
export function throwEmbers(origin: HTMLElement): (() => void) | undefined {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  const embers = Array.from({ length: COUNT }, (_, index) => {
    const ember = document.createElement('span');
    const size = 4 + (index % 3) * 2;
    Object.assign(ember.style, {
      position: 'absolute',
      left: '50%',
      top: '50%',
      width: `${size}px`,
      height: `${size}px`,
      borderRadius: '50%',
      background: COLOURS[index % COLOURS.length],
      pointerEvents: 'none',
    });
    ember.setAttribute('aria-hidden', 'true');
    origin.append(ember);
    // Fanned out by place and not by chance: the same every time, and even.
    const angle = (index / COUNT) * 2 * Math.PI;
    const reach = 70 + (index % 4) * 22;
    const x = Math.cos(angle) * reach;
    const y = Math.sin(angle) * reach - 50;
    ember.animate?.(
      [
        { transform: 'translate(-50%, -50%)', opacity: 1 },
        { transform: `translate(calc(-50% + ${x}px), calc(-50% + ${y}px)) scale(0.4)`, opacity: 0 },
      ],
      {
        duration: 900 + (index % 5) * 120,
        easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)',
        fill: 'forwards',
      },
    );
    return ember;
  });
  return () => {
    for (const ember of embers) ember.remove();
  };
}
