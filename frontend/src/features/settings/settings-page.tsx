import { AccountCards } from '@/components/account/account-cards';
import { Page, PageHeader } from '@/components/layout/page';
import { OrganizationCard } from './organization-card';
import { TeamCard } from './team-card';

export function SettingsPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Settings" />
      <AccountCards />
      <OrganizationCard />
      <TeamCard />
    </Page>
  );
}
