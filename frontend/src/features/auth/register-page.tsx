import { PageHeader } from '@/components/layout/page';

export function RegisterPage() {
  return <PageHeader title="Create your account" />;
}
