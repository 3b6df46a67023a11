import { useSessionState } from '@/api/session';
import { StaffShell } from '@/components/layout/staff-shell';
import { PeopleSearch } from '@/features/clients/people-search';

/** The shell knows no feature; the people that its palette finds come from the clients'. */
export function StaffLayout() {
  // Between signing out and the router's answer to it there is nobody to show a page for.
  if (!useSessionState().me) return null;
  return (
    <>
      <PeopleSearch />
      <StaffShell />
    </>
  );
}
