import { StudiosCard } from '@/components/account/studios';
import { Page, PageHeader } from '@/components/layout/page';
import { FoundStudioCard } from './found-studio-card';

export function StudiosPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Your studios" />
      <StudiosCard />
      <FoundStudioCard />
    </Page>
  );
}
