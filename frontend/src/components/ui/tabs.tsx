import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from '@/lib/cx';

export interface TabItem<T extends string> {
  value: T;
  label: ReactNode;
  content: ReactNode;
}

export interface TabsProps<T extends string> {
  label: string;
  tabs: readonly TabItem<T>[];
  value: T;
  onValueChange: (value: T) => void;
  className?: string;
}

/** Panels of one page. Keep `value` in the address, so that a tab can be linked and reloaded. */
export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onValueChange,
  className,
}: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  // A linked tab may stand beyond the edge of a phone. Only the list moves: the page stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value is another chosen tab
  useEffect(() => {
    const row = list.current;
    const chosen = row?.querySelector<HTMLElement>('[data-state=active]');
    if (!row || !chosen) return;
    const end = chosen.offsetLeft - row.offsetLeft + chosen.offsetWidth - row.clientWidth;
    if (end > row.scrollLeft) row.scrollLeft = end;
    else row.scrollLeft = Math.min(row.scrollLeft, chosen.offsetLeft - row.offsetLeft);
  }, [value]);
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValueChange(next as T)}
      className={cx('flex flex-col gap-4', className)}
    >
      <Radix.List
        ref={list}
        aria-label={label}
        className="flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px h-10 rounded-t-lg shrink-0 whitespace-nowrap border-b-2 border-transparent px-3 font-medium text-soft -outline-offset-2 transition-colors hover:text-text data-[state=active]:border-accent data-[state=active]:text-text touch:h-11"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
