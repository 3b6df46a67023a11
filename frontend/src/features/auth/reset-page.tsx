import { PageHeader } from '@/components/layout/page';

export function ResetPage() {
  return <PageHeader title="New password" />;
}
