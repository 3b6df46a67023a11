import { usePermission } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { OrganizationCard } from './organization-card';
import { PasswordCard } from './password-card';
import { ProfileCard } from './profile-card';
import { TeamCard } from './team-card';

export function SettingsPage() {
  const mayManage = usePermission('organization:update') !== null;
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Settings" />
      <ProfileCard />
      <PasswordCard />
      {mayManage && <OrganizationCard />}
      <TeamCard />
    </Page>
  );
}
