import { PageHeader } from '@/components/layout/page';

export function LoginPage() {
  return <PageHeader title="Log in" />;
}
