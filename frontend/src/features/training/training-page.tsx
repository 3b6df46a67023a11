import { PageHeader } from '@/components/layout/page';

export function TrainingPage() {
  return <PageHeader title="Training" />;
}
