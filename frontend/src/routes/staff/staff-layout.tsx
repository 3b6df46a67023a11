import { StaffShell } from '@/components/layout/staff-shell';
import { PeopleSearch } from '@/features/clients/people-search';

/** The shell knows no feature; the people that its palette finds come from the clients'. */
export function StaffLayout() {
  return (
    <>
      <PeopleSearch />
      <StaffShell />
    </>
  );
}
