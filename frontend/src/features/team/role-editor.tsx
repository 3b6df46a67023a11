import { useQueryClient } from '@tanstack/react-query';
import { Link, useBlocker, useNavigate } from '@tanstack/react-router';
import { Copy, Eye, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { ApiError, messageOf } from '@/api/errors';
import type { PermissionGroup, RoleOut } from '@/api/generated';
import { idempotencyKey } from '@/api/http';
import { type Scope, usePermission, useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { Button, buttonClass } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { Card, CardHeader } from '@/components/ui/display';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/lib/toasts';
import { viewAs } from '@/lib/view-as';
import { Matrix } from './matrix';
import { createRole, deleteRole, updateRole } from './queries';
import { blind, cellsChanged, isBeyond, type Scopes } from './sees';
import { SeesTable } from './sees-table';

interface RoleEditorProps {
  /** Null for one that is to be made. */
  role: RoleOut | null;
  /** What a new one starts from. */
  template: RoleOut | null;
  groups: readonly PermissionGroup[];
}

/** Name, description and permissions of a role, with what it sees. Saves what was changed, cell by cell. */
export function RoleEditor({ role, template, groups }: RoleEditorProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { permissions: held } = useSession();
  const mayMake = usePermission('roles:create') !== null;
  const mayDelete = usePermission('roles:delete') !== null;
  const mayChange = usePermission('roles:update') !== null;
  const editable = role === null ? mayMake : mayChange && !role.built_in && role.within_reach;
  const [name, setName] = useState(role?.name ?? (template ? `${template.name} (copy)` : ''));
  const [description, setDescription] = useState(role?.description ?? template?.description ?? '');
  const [scopes, setScopes] = useState<Scopes>(() => role?.permissions ?? within(template, held));
  const [key] = useState(idempotencyKey);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const nameField = useRef<HTMLInputElement>(null);
  const { confirm, confirmDialog } = useConfirm();
  const cells = cellsChanged(role?.permissions ?? {}, scopes);
  const dirty = role
    ? Object.keys(cells).length > 0 || name !== role.name || description !== role.description
    : name !== '' || Object.keys(cells).length > 0;
  useBlocker({
    shouldBlockFn: () =>
      editable &&
      dirty &&
      !busy &&
      !window.confirm('Leave without saving? What you changed here is lost.'),
    enableBeforeUnload: () => editable && dirty && !busy,
  });

  const change = (permission: string, scope: Scope | null) =>
    setScopes(({ [permission]: _before, ...rest }) =>
      scope ? { ...rest, [permission]: scope } : rest,
    );
  const refuse = (found: Record<string, string>) => {
    setErrors(found);
    // The field stands pages above the button.
    if (found['/name']) nameField.current?.focus();
  };
  const save = async () => {
    if (name.trim() === '') {
      refuse({ '/name': 'Enter a name.' });
      return;
    }
    setBusy(true);
    setErrors({});
    try {
      if (role) await updateRole(role.id, { name, description, permissions: cells });
      else await createRole({ name, description, permissions: given(scopes) }, key);
      toast(`${name} saved`, { tone: 'good' });
      await queries.invalidateQueries({ queryKey: ['roles'] });
      await navigate({ to: '/app/settings/roles' });
    } catch (error) {
      refuse(errorsOf(error));
      setBusy(false);
    }
  };
  const remove = async (gone: RoleOut) => {
    const sure = await confirm({ title: `Delete ${gone.name}?`, action: 'Delete', danger: true });
    if (!sure) return;
    setBusy(true);
    try {
      await deleteRole(gone.id);
      toast(`${gone.name} was deleted`);
      await navigate({ to: '/app/settings/roles' });
      await queries.invalidateQueries({ queryKey: ['roles'] });
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
      setBusy(false);
    }
  };
  const view = async (as: RoleOut) => {
    try {
      await viewAs(queries, { id: as.id, name: as.name });
      await navigate({ to: '/app' });
    } catch (error) {
      toast(messageOf(error), { tone: 'bad' });
    }
  };

  const shown: RoleOut[] = [
    {
      ...(role ?? { id: 'new', built_in: false, members: 0, within_reach: true, description }),
      name: name || 'New role',
      permissions: given(scopes),
    },
  ];
  const gaps = blind(scopes);
  const told = new Map(
    groups.flatMap((group) => group.permissions.map((one) => [one.name, one.description])),
  );
  return (
    <Page className="max-w-4xl">
      <PageHeader
        title={role?.name ?? 'New role'}
        lead={role?.built_in ? `${role.description} The same in every studio.` : undefined}
        actions={
          role && (
            <>
              {role.id !== 'client' && !dirty && (
                <Button icon={<Eye size={16} aria-hidden />} onClick={() => void view(role)}>
                  View as
                </Button>
              )}
              {mayMake && (
                <Link
                  to="/app/settings/roles/$roleId"
                  params={{ roleId: 'new' }}
                  search={{ from: role.id }}
                  className={buttonClass()}
                >
                  <Copy size={16} aria-hidden />
                  Copy
                </Link>
              )}
              {editable && mayDelete && role.members === 0 && (
                <Button
                  variant="quiet"
                  icon={<Trash2 size={16} aria-hidden />}
                  onClick={() => void remove(role)}
                >
                  Delete
                </Button>
              )}
            </>
          )
        }
      />
      {role && !role.built_in && !role.within_reach && (
        <p className="rounded-control bg-fill px-3 py-2">
          This role reaches further than your own, so you can see it and not change it.
        </p>
      )}
      {editable && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" error={errors['/name']}>
            <Input
              ref={nameField}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Field>
          <Field label="What it is for" optional error={errors['/description']}>
            <Input
              value={description}
              maxLength={300}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          </Field>
        </div>
      )}
      <Card aria-label="What it sees">
        <CardHeader title="What it sees" />
        <SeesTable roles={shown} />
      </Card>
      {gaps.length > 0 && (
        <p role="status" className="rounded-control bg-warn-wash px-3 py-2 text-warn">
          It may {gaps.map((one) => told.get(one) ?? one).join('; ')} – but does not see as much.
        </p>
      )}
      {groups.map((group) => (
        <Matrix
          key={group.name}
          group={group}
          scopes={scopes}
          held={held}
          onChange={editable ? change : null}
        />
      ))}
      {editable && (
        <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-bg px-4 py-3 max-lg:bottom-[60px]">
          <Button
            variant="primary"
            busy={busy}
            disabled={!dirty && role !== null}
            onClick={() => void save()}
          >
            Save role
          </Button>
          {errors['all'] && (
            <p role="alert" className="text-bad-ink">
              {errors['all']}
            </p>
          )}
          {role && role.members > 0 && (
            <p className="text-sm text-soft">
              In effect within a second for everybody who has this role.
            </p>
          )}
        </div>
      )}
      {confirmDialog}
    </Page>
  );
}

const given = (scopes: Scopes): Record<string, Scope> =>
  Object.fromEntries(Object.entries(scopes).flatMap(([name, one]) => (one ? [[name, one]] : [])));

/** What of a role one may give oneself: a copy starts with that. */
function within(template: RoleOut | null, held: Scopes): Scopes {
  return Object.fromEntries(
    Object.entries(template?.permissions ?? {}).filter(([name, one]) => !isBeyond(one, held[name])),
  );
}

function errorsOf(error: unknown): Record<string, string> {
  const fields = error instanceof ApiError ? error.fields : [];
  const known = fields.filter(({ pointer }) => pointer === '/name' || pointer === '/description');
  if (known.length === 0) return { all: messageOf(error) };
  return Object.fromEntries(known.map(({ pointer, message }) => [pointer, message]));
}
