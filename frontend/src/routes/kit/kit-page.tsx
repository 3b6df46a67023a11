import { Page, PageHeader } from '@/components/layout/page';

export function KitPage() {
  return (
    <Page className="mx-auto max-w-6xl p-6">
      <PageHeader title="Kit" />
    </Page>
  );
}
