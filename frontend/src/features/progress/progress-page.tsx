import { PageHeader } from '@/components/layout/page';

export function ProgressPage() {
  return <PageHeader title="Progress" />;
}
