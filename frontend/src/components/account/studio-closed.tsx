import { useMutation } from '@tanstack/react-query';
import { DoorClosed } from 'lucide-react';
import { messageOf } from '@/api/errors';
import type {
  KeepOrganizationData,
  KeepOrganizationResponses,
  ReopenOrganizationData,
  ReopenOrganizationResponses,
} from '@/api/generated';
import { api } from '@/api/http';
import { reloadMe, signOut, usePermission, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { fullDate, localDate } from '@/lib/dates';
import { StudioLogo } from './studio-logo';
import { useSwitch } from './switching';

const reopen = () =>
  api.delete<ReopenOrganizationData, ReopenOrganizationResponses>('/api/organization/suspension');
const keep = () =>
  api.delete<KeepOrganizationData, KeepOrganizationResponses>('/api/organization/deletion');

/** In place of every page: the studio is suspended or going to be deleted, and only its owners can do something. */
export function StudioClosed() {
  const { organization, organizations, user } = useSession();
  const deleting = organization.state === 'deleting';
  const mayUndo = usePermission(deleting ? 'organization:delete' : 'organization:suspend') !== null;
  const { go, busy } = useSwitch();
  const undo = useMutation({ mutationFn: deleting ? keep : reopen, onSuccess: reloadMe });
  const others = organizations.filter(({ id }) => id !== organization.id);
  const day =
    organization.delete_after &&
    fullDate(localDate(new Date(organization.delete_after), user.time_zone));
  return (
    <main id="main" className="mx-auto flex max-w-xl flex-col gap-6 px-4 py-10">
      <header>
        <span
          aria-hidden="true"
          className="mb-4 grid size-12 place-items-center rounded-full bg-warn-wash text-warn"
        >
          <DoorClosed size={22} />
        </span>
        <h1 className="text-2xl font-semibold tracking-tight">
          {organization.name} is {deleting ? 'being deleted' : 'suspended'}
        </h1>
        <p className="mt-1.5 text-soft">
          {deleting
            ? `Everything in it is deleted for good on ${day}. Until then an owner can take that back.`
            : 'Nobody can work or train in it for now. Nothing is lost, and an owner can open it again.'}
        </p>
      </header>
      {mayUndo ? (
        <div>
          <Button variant="primary" busy={undo.isPending} onClick={() => undo.mutate()}>
            {deleting ? 'Keep the studio' : 'Open the studio again'}
          </Button>
          {undo.error && (
            <p role="alert" className="mt-2 text-sm text-bad-ink">
              {messageOf(undo.error)}
            </p>
          )}
        </div>
      ) : (
        <div>
          <p className="mb-3 text-soft">Ask an owner of the studio if you think this is wrong.</p>
          <Button onClick={() => void reloadMe()}>Look again</Button>
        </div>
      )}
      {others.length > 0 && (
        <section aria-label="Your other studios" className="flex flex-col gap-2">
          <h2 className="text-sm font-medium text-soft">Your other studios</h2>
          {others.map(({ id, name, logo_url }) => (
            <div key={id} className="flex items-center gap-3">
              <StudioLogo name={name} logoUrl={logo_url} />
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              <Button
                aria-label={`Switch to ${name}`}
                busy={busy === id}
                onClick={() => void go(id)}
              >
                Switch
              </Button>
            </div>
          ))}
        </section>
      )}
      <Button variant="quiet" className="self-start" onClick={() => void signOut()}>
        Log out
      </Button>
    </main>
  );
}
