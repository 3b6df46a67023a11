import { Page, PageHeader } from '@/components/layout/page';
import { OrganizationCard } from './organization-card';

export function StudioPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Studio" />
      <OrganizationCard />
    </Page>
  );
}
