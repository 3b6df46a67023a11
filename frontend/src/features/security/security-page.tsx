import { PasswordCard } from '@/components/account/account-cards';
import { SecondFactorCard } from '@/components/account/factors/second-factor-card';
import { Page, PageHeader } from '@/components/layout/page';
import { LinkedCard } from './linked-card';
import { SignInsCard } from './sign-ins-card';

/** How one signs in. The same for staff and clients. */
export function SecurityPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Security" />
      <PasswordCard />
      <SecondFactorCard />
      <LinkedCard />
      <SignInsCard />
    </Page>
  );
}
