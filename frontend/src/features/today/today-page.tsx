import { PageHeader } from '@/components/layout/page';

export function TodayPage() {
  return <PageHeader title="Today" />;
}
