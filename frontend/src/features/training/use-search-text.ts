import { useEffect, useEffectEvent, useState } from 'react';
import { useDebounced } from '@/hooks/use-debounced';

/**
 * A search field over a parameter of the address: what is typed shows at once and reaches the address when
 * the keys rest; a change of the address from elsewhere shows in the field.
 */
export function useSearchText(inAddress: string | undefined, setAddress: (q?: string) => void) {
  const [text, setText] = useState(inAddress ?? '');
  const settled = useDebounced(text, 200);
  const write = useEffectEvent((q: string) => {
    if (q !== (inAddress ?? '')) setAddress(q || undefined);
  });
  useEffect(() => write(settled.trim()), [settled]);
  const read = useEffectEvent((q: string) => {
    if (q !== text.trim()) setText(q);
  });
  useEffect(() => read(inAddress ?? ''), [inAddress]);
  return [text, setText] as const;
}
