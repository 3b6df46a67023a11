import { ShieldAlert } from 'lucide-react';
import { useId } from 'react';
import type { PermissionGroup, PermissionOut } from '@/api/generated';
import type { Scope } from '@/api/session';
import { cx } from '@/lib/cx';
import { isBeyond, type Scopes } from './sees';

const columns = [
  { value: null, label: 'No' },
  { value: 'own', label: 'Own' },
  { value: 'assigned', label: 'Assigned' },
  { value: 'all', label: 'All' },
] as const satisfies readonly { value: Scope | null; label: string }[];

interface MatrixProps {
  group: PermissionGroup;
  scopes: Scopes;
  /** What the person holds who edits: nothing beyond it can be chosen. */
  held: Scopes;
  /** Null where the role is only shown. */
  onChange: ((name: string, scope: Scope | null) => void) | null;
}

/** One group of permissions: a row for each, with how far it reaches as columns. */
export function Matrix({ group, scopes, held, onChange }: MatrixProps) {
  const id = useId();
  const given = group.permissions.filter(({ name }) => scopes[name]).length;
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface">
      <header className="flex items-baseline justify-between gap-3 px-4 pt-3 pb-1">
        <h2 id={id} className="font-semibold">
          {group.title}
        </h2>
        <p className="text-sm text-soft tabular-nums">
          {given} of {group.permissions.length}
        </p>
      </header>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="text-xs text-faint">
            <th scope="col" className="px-4 py-1 text-left font-medium">
              May …
            </th>
            {columns.map(({ label }) => (
              <th key={label} scope="col" className="w-[52px] py-1 font-medium sm:w-[76px]">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {group.permissions.map((permission) => (
            <Row
              key={permission.name}
              permission={permission}
              value={scopes[permission.name] ?? null}
              held={held[permission.name]}
              onChange={onChange}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps extends Pick<MatrixProps, 'onChange'> {
  permission: PermissionOut;
  value: Scope | null;
  held: Scope | undefined;
}

function Row({ permission, value, held, onChange }: RowProps) {
  const { name, description, scopes, sensitive } = permission;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-4 py-2 text-left font-normal wrap-anywhere">
        {description}
        {sensitive && (
          <ShieldAlert
            size={14}
            role="img"
            aria-label="Sensitive: asks for a proof of who one is"
            className="ml-1.5 inline align-[-2px] text-warn"
          />
        )}
      </th>
      {columns.map((column) => {
        const there = column.value === null || scopes.includes(column.value);
        const beyond = column.value !== null && isBeyond(column.value, held);
        const chosen = value === column.value;
        return (
          <td key={column.label} className="p-0 text-center">
            {there && (
              <label
                className={cx(
                  'mx-auto grid size-9 place-items-center touch:size-11',
                  beyond && !chosen && 'opacity-40',
                )}
                title={beyond ? 'Further than your own role' : undefined}
              >
                <span className="sr-only">
                  {description}: {column.label}
                </span>
                <input
                  type="radio"
                  name={name}
                  checked={chosen}
                  disabled={onChange === null || beyond}
                  onChange={() => onChange?.(name, column.value)}
                  className="size-4 accent-accent"
                />
              </label>
            )}
          </td>
        );
      })}
    </tr>
  );
}
