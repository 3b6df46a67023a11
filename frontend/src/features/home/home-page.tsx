import { PageHeader } from '@/components/layout/page';

export function HomePage() {
  return <PageHeader title="Home" />;
}
