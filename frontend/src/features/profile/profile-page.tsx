import { PageHeader } from '@/components/layout/page';

export function ProfilePage() {
  return <PageHeader title="Me" />;
}
