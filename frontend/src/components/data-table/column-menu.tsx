import { Columns3 } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuCheck, MenuLabel } from '@/components/ui/menu';

interface ColumnMenuProps {
  columns: readonly { id: string; header: string; primary: boolean }[];
  hidden: ReadonlySet<string>;
  onHiddenChange: (hidden: Set<string>) => void;
}

export function ColumnMenu({ columns, hidden, onHiddenChange }: ColumnMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton label="Choose columns" variant="outline">
          <Columns3 size={17} aria-hidden />
        </IconButton>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {columns
        .filter((column) => !column.primary)
        .map((column) => (
          <MenuCheck
            key={column.id}
            checked={!hidden.has(column.id)}
            onCheckedChange={() => {
              const next = new Set(hidden);
              if (!next.delete(column.id)) next.add(column.id);
              onHiddenChange(next);
            }}
          >
            {column.header}
          </MenuCheck>
        ))}
    </Menu>
  );
}
