import { PageHeader } from '@/components/layout/page';

export function ClientsPage() {
  return <PageHeader title="Clients" />;
}
