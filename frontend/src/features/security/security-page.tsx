import { PasswordCard } from '@/components/account/account-cards';
import { Page, PageHeader } from '@/components/layout/page';

/** How one signs in. The same for staff and clients. */
export function SecurityPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Security" />
      <PasswordCard />
    </Page>
  );
}
