import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { BackTo } from '@/components/layout/sections';
import { NotFound } from '@/components/states/not-found';
import { ErrorState } from '@/components/states/states';
import { Skeleton } from '@/components/ui/skeleton';
import { permissionsQuery, rolesQuery } from './queries';
import { RoleEditor } from './role-editor';

const route = getRouteApi('/app/settings/roles/$roleId');

/** One role: its editor, or for a built-in one what it may do. `new` is a role that is not there yet. */
export function RolePage() {
  const { roleId } = route.useParams();
  const { from } = route.useSearch();
  const roles = useQuery(rolesQuery);
  const permissions = useQuery(permissionsQuery);
  const failed = roles.error ?? permissions.error;
  const find = (id: string | undefined) => roles.data?.items.find((role) => role.id === id);
  return (
    <>
      <BackTo to="/app/settings/roles" label="Roles" />
      {roles.data && permissions.data ? (
        roleId !== 'new' && !find(roleId) ? (
          <NotFound />
        ) : (
          <RoleEditor
            // Another role is another form.
            key={`${roleId}:${from ?? ''}`}
            role={find(roleId) ?? null}
            template={find(from) ?? null}
            groups={permissions.data.groups}
          />
        )
      ) : failed ? (
        <ErrorState
          error={failed}
          onRetry={() => void Promise.all([roles.refetch(), permissions.refetch()])}
        />
      ) : (
        <div aria-busy="true" className="flex flex-col gap-3">
          <Skeleton className="h-9 w-64" />
          <Skeleton className="h-64" />
          <Skeleton className="h-64" />
        </div>
      )}
    </>
  );
}
