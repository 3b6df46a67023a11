import { PageHeader } from '@/components/layout/page';

export function ProgramPage() {
  return <PageHeader title="Program" />;
}
