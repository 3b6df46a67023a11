import { PageHeader } from '@/components/layout/page';

export function InvitePage() {
  return <PageHeader title="You are invited" />;
}
