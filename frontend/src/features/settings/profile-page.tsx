import { ProfileCard } from '@/components/account/account-cards';
import { Page, PageHeader } from '@/components/layout/page';

export function ProfilePage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Profile" />
      <ProfileCard />
    </Page>
  );
}
