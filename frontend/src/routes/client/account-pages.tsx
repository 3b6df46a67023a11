import { StudiosCard } from '@/components/account/studios';
import { Page, PageHeader } from '@/components/layout/page';
import { BackTo } from '@/components/layout/sections';
import { PreferencesPage } from '@/features/preferences/preferences-page';
import { SecurityPage } from '@/features/security/security-page';

const back = <BackTo to="/me/account" label="Me" />;

/** The studios that the client trains with. */
export function ClientStudiosPage() {
  return (
    <>
      {back}
      <Page>
        <PageHeader title="Your studios" />
        <StudiosCard />
      </Page>
    </>
  );
}

/** The client's ways to the pages that staff have, too. */
export function ClientPreferencesPage() {
  return (
    <>
      {back}
      <PreferencesPage />
    </>
  );
}

export function ClientSecurityPage() {
  return (
    <>
      {back}
      <SecurityPage />
    </>
  );
}
