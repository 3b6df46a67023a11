import { PageHeader } from '@/components/layout/page';

export function SettingsPage() {
  return <PageHeader title="Settings" />;
}
