import { Link } from '@tanstack/react-router';
import { MoreHorizontal } from 'lucide-react';
import type { TemplateRow } from '@/api/generated';
import type { Column } from '@/components/data-table/types';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { shortDate } from '@/lib/dates';
import { plural } from '@/lib/numbers';
import { wordOf } from '../labels';
import type { TemplateActions } from './use-template-actions';

/** What the person may do with a template; null for what they may not. */
type ColumnActions = Record<keyof TemplateActions | 'assign', ((row: TemplateRow) => void) | null>;

export function templateColumns(actions: ColumnActions): Column<TemplateRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      primary: true,
      width: 'minmax(200px, 2fr)',
      cell: (row) => (
        <Link
          to="/app/training/templates/$templateId"
          params={{ templateId: row.id }}
          className="font-medium hover:text-accent-ink"
        >
          {row.name}
        </Link>
      ),
    },
    {
      id: 'length',
      header: 'Length',
      cell: (row) => `${plural(row.weeks, 'week')}, ${plural(row.workouts, 'workout')}`,
      width: 'minmax(176px, 1fr)',
    },
    { id: 'level', header: 'Level', cell: (row) => (row.level ? wordOf(row.level) : '–') },
    { id: 'goal', header: 'Goal', cell: (row) => row.goal ?? '–' },
    {
      id: 'assigned',
      header: 'Given',
      align: 'end',
      width: '88px',
      cell: (row) => givenText(row.times_assigned),
    },
    {
      id: 'updated',
      header: 'Changed',
      width: '110px',
      cell: (row) => (
        <time dateTime={row.updated_at}>
          {shortDate(row.updated_at.slice(0, 10), new Date().toISOString())}
        </time>
      ),
    },
    { id: 'by', header: 'Made by', cell: (row) => row.created_by ?? '–' },
    {
      id: 'actions',
      header: 'Actions',
      menu: true,
      align: 'end',
      width: '76px',
      cell: (row) => <RowMenu row={row} actions={actions} />,
    },
  ];
}

function RowMenu({ row, actions }: { row: TemplateRow; actions: ColumnActions }) {
  const { copy } = actions;
  const assign = row.archived ? null : actions.assign;
  const away = row.archived ? actions.restore : actions.archive;
  if (!assign && !copy && !away) return null;
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${row.name}`} size="sm">
          <MoreHorizontal size={16} aria-hidden />
        </IconButton>
      }
    >
      {assign && <MenuItem onSelect={() => assign(row)}>Assign to clients…</MenuItem>}
      {copy && <MenuItem onSelect={() => copy(row)}>Copy</MenuItem>}
      {away && (assign || copy) && <MenuSeparator />}
      {away && (
        <MenuItem onSelect={() => away(row)}>{row.archived ? 'Restore' : 'Archive'}</MenuItem>
      )}
    </Menu>
  );
}

function givenText(times: number): string {
  if (times === 0) return 'never';
  return times === 1 ? 'once' : `${times} times`;
}
