import { Flame } from 'lucide-react';

export function Brand() {
  return (
    <span className="flex items-center gap-2 text-lg font-bold tracking-tight">
      <Flame size={20} aria-hidden className="text-accent" />
      Stoke
    </span>
  );
}
