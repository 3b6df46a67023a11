import { useQuery } from '@tanstack/react-query';
import { Replace } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuLabel } from '@/components/ui/menu';
import { plural } from '@/lib/numbers';
import { patchPrescription } from '../../document/edit';
import type { Prescription } from '../../document/types';
import { substitutesQuery } from '../../exercises/queries';
import { useBuilder } from '../builder-context';

/** Puts another exercise in this one's place and keeps sets, load and rest. */
export function Substitutes({ part }: { part: Prescription }) {
  const { store, book } = useBuilder();
  const { data } = useQuery(substitutesQuery(part.exercise_id));
  if (!data || data.items.length === 0) return null;
  return (
    <Menu
      align="start"
      trigger={
        <Button
          size="sm"
          variant="quiet"
          className="-ml-2.5"
          icon={<Replace size={14} aria-hidden />}
        >
          {plural(data.items.length, 'substitute')}
        </Button>
      }
    >
      <MenuLabel>Replace with, everything else stays</MenuLabel>
      {data.items.map((row) => (
        <MenuItem
          key={row.id}
          onSelect={() => {
            book.add([row]);
            store.edit(`Replace with ${row.name}`, (document) =>
              patchPrescription(document, part.id, { exercise_id: row.id }),
            );
          }}
        >
          {row.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
