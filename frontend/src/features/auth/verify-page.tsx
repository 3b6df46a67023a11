import { PageHeader } from '@/components/layout/page';

export function VerifyPage() {
  return <PageHeader title="Confirm your e-mail" />;
}
