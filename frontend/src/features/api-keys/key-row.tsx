import { Ban, EllipsisVertical, Pencil, RefreshCw } from 'lucide-react';
import type { ApiKeyOut } from '@/api/generated';
import { usePermission, useSession } from '@/api/session';
import { IconButton } from '@/components/ui/button';
import { MomentText } from '@/components/ui/date-text';
import { Chip, type Tone } from '@/components/ui/display';
import { Menu, MenuItem } from '@/components/ui/menu';

const DAY_MS = 86_400_000;
/** From here on a key asks to be rotated. */
const SOON_MS = 14 * DAY_MS;

const states: Record<ApiKeyOut['state'], { label: string; tone: Tone }> = {
  working: { label: 'Works', tone: 'good' },
  resting: { label: 'Rests', tone: 'warn' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'neutral' },
};

function stateOf(row: ApiKeyOut, now: number): { label: string; tone: Tone } {
  const left = row.expires_at ? Date.parse(row.expires_at) - now : Number.POSITIVE_INFINITY;
  if (row.state !== 'working' || left > SOON_MS) return states[row.state];
  const days = Math.ceil(left / DAY_MS);
  return { label: days === 1 ? 'Ends within a day' : `Ends in ${days} days`, tone: 'warn' };
}

interface KeyRowProps {
  row: ApiKeyOut;
  onRename: () => void;
  onRotate: () => void;
  onRevoke: () => void;
}

export function KeyRow({ row, onRename, onRotate, onRevoke }: KeyRowProps) {
  const { user, member_id: own } = useSession();
  const mine = row.member_id === own;
  const mayChange = usePermission('api_keys:update') !== null;
  const mayRevoke = usePermission('api_keys:revoke') !== null;
  const alive = row.state === 'working' || row.state === 'resting';
  const { label, tone } = stateOf(row, Date.now());
  const count = Object.keys(row.permissions).length;
  return (
    <li className="flex items-start gap-3 border-t border-line px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 wrap-anywhere font-medium">{row.name}</span>
          <Chip tone={tone}>{label}</Chip>
          {row.previous_until && <Chip tone="info">Old key still works</Chip>}
        </p>
        <p className="mt-0.5 break-all font-mono text-sm text-soft">{row.prefix}…</p>
        <p className="mt-0.5 text-sm text-faint">
          {mine ? 'Acts for you' : `Acts for ${row.member_name}`} ·{' '}
          <span title={Object.keys(row.permissions).join(', ')}>
            {count === 1 ? '1 permission' : `${count} permissions`}
          </span>{' '}
          ·{' '}
          {row.last_used_at ? (
            <>
              used <MomentText at={row.last_used_at} timeZone={user.time_zone} />
              {row.last_address && ` from ${row.last_address}`}
            </>
          ) : (
            'never used'
          )}
        </p>
      </div>
      {alive && (mayChange || mayRevoke) && (
        <Menu
          trigger={
            <IconButton label={`Actions for ${row.name}`}>
              <EllipsisVertical size={18} aria-hidden />
            </IconButton>
          }
        >
          {mayChange && mine && row.state === 'working' && (
            <MenuItem icon={<RefreshCw size={16} />} onSelect={onRotate}>
              Rotate
            </MenuItem>
          )}
          {mayChange && (
            <MenuItem icon={<Pencil size={16} />} onSelect={onRename}>
              Rename
            </MenuItem>
          )}
          {mayRevoke && (
            <MenuItem danger icon={<Ban size={16} />} onSelect={onRevoke}>
              Revoke
            </MenuItem>
          )}
        </Menu>
      )}
    </li>
  );
}
