import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, Plus } from 'lucide-react';
import type { RoleOut } from '@/api/generated';
import { usePermission } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { ErrorState } from '@/components/states/states';
import { buttonClass } from '@/components/ui/button';
import { Card, CardHeader, Chip } from '@/components/ui/display';
import { Skeleton } from '@/components/ui/skeleton';
import { plural } from '@/lib/numbers';
import { rolesQuery } from './queries';
import { SeesTable } from './sees-table';

/** The roles of the studio, and side by side what each of them sees. */
export function RolesPage() {
  const mayMake = usePermission('roles:create') !== null;
  const { data, error, refetch } = useQuery(rolesQuery);
  return (
    <Page>
      <PageHeader
        title="Roles"
        lead="What people of the team see and do. Nobody can give more than they may do themselves."
        actions={
          mayMake && (
            <Link
              to="/app/settings/roles/$roleId"
              params={{ roleId: 'new' }}
              search={{}}
              className={buttonClass('primary')}
            >
              <Plus size={16} aria-hidden />
              New role
            </Link>
          )
        }
      />
      {data ? (
        <>
          <Card aria-label="Roles">
            <ul>
              {data.items.map((role) => (
                <RoleRow key={role.id} role={role} />
              ))}
            </ul>
          </Card>
          <Card aria-label="What each role sees">
            <CardHeader title="What each role sees" />
            <SeesTable roles={data.items} />
          </Card>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="flex flex-col gap-3">
          <Skeleton className="h-64" />
          <Skeleton className="h-64" />
        </div>
      )}
    </Page>
  );
}

function RoleRow({ role }: { role: RoleOut }) {
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        to="/app/settings/roles/$roleId"
        params={{ roleId: role.id }}
        search={{}}
        className="flex min-h-14 items-center gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-fill"
      >
        <span className="min-w-0 flex-1">
          <span className="block font-medium wrap-anywhere">{role.name}</span>
          <span className="block text-sm text-soft wrap-anywhere">{role.description}</span>
        </span>
        {!role.built_in && <Chip tone="accent">Own</Chip>}
        <span className="shrink-0 text-sm text-soft tabular-nums">
          {role.members === 0 ? 'nobody' : plural(role.members, 'person', 'people')}
        </span>
        <ChevronRight size={16} aria-hidden className="shrink-0 text-faint" />
      </Link>
    </li>
  );
}
