import { useRef } from 'react';
import { Inspector } from './inspector/inspector';
import { Outline } from './outline';
import { WeekCanvas } from './week-canvas';

/** Three columns: the weeks, the chosen week's workouts, and what is selected in them. */
export function WideBuilder() {
  const panel = useRef<HTMLElement>(null);
  const edit = () => {
    const field =
      panel.current?.querySelector<HTMLElement>('[data-first-field]') ??
      panel.current?.querySelector<HTMLElement>('input, button');
    field?.focus();
  };
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[232px_minmax(0,1fr)_344px]">
      <aside className="overflow-y-auto border-r border-line px-3 py-3.5">
        <Outline />
      </aside>
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-col overflow-y-auto outline-none">
        <WeekCanvas onEdit={edit} />
      </main>
      <aside
        ref={panel}
        aria-label="Inspector"
        onKeyDown={(event) => {
          // Back to the card that is being edited.
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          document.querySelector<HTMLElement>('[data-part][aria-pressed=true]')?.focus();
        }}
        className="overflow-y-auto border-l border-line bg-surface p-4"
      >
        <Inspector />
      </aside>
    </div>
  );
}
