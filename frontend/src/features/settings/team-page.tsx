import { Page, PageHeader } from '@/components/layout/page';
import { TeamCard } from './team-card';

export function TeamPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Team" />
      <TeamCard />
    </Page>
  );
}
