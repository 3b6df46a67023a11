import { useId } from 'react';
import type { GivableOut, Scope } from '@/api/generated';
import { Checkbox } from '@/components/ui/choice';
import { Select } from '@/components/ui/select';

export type Given = Record<string, Scope>;

const reach: Record<Scope, string> = { own: 'Own', assigned: 'Assigned to me', all: 'All' };

/** Staff are nobody's clients: where a permission reaches clients, the narrowest that finds any are those one trains. */
function atFirst(scopes: Scope[]): Scope | undefined {
  return scopes.includes('assigned') ? 'assigned' : scopes[0];
}

interface PermissionPickerProps {
  groups: GivableOut['groups'];
  value: Given;
  onChange: (value: Given) => void;
}

/** What a key may do, by group: nothing is given until it is chosen, and at first as narrowly as makes sense. */
export function PermissionPicker({ groups, value, onChange }: PermissionPickerProps) {
  const id = useId();
  const give = (name: string, scope: Scope | undefined) => {
    const { [name]: _, ...others } = value;
    onChange(scope ? { ...others, [name]: scope } : others);
  };
  return (
    <div className="flex flex-col gap-5">
      {groups.map((group) => (
        <section key={group.name} aria-labelledby={`${id}-${group.name}`}>
          <h3 id={`${id}-${group.name}`} className="mb-1 text-sm font-semibold text-soft">
            {group.title}
          </h3>
          <ul>
            {group.permissions.map(({ name, description, scopes }) => (
              <li key={name} className="flex min-h-11 items-center justify-between gap-3 py-1">
                <Checkbox
                  label={description.charAt(0).toUpperCase() + description.slice(1)}
                  checked={name in value}
                  onCheckedChange={(checked) => give(name, checked ? atFirst(scopes) : undefined)}
                />
                {name in value && scopes.length > 1 && (
                  <Select<Scope>
                    aria-label={`How far: ${description}`}
                    value={value[name] ?? ''}
                    onValueChange={(scope) => give(name, scope)}
                    options={scopes.map((scope) => ({ value: scope, label: reach[scope] }))}
                    className="w-40"
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
