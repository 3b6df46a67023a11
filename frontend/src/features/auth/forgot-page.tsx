import { PageHeader } from '@/components/layout/page';

export function ForgotPage() {
  return <PageHeader title="Forgotten password" />;
}
