import { Page, PageHeader } from '@/components/layout/page';
import { DisplayCard } from './display-card';
import { NotificationsCard } from './notifications-card';

/** How one likes things shown, and what one wants to be told. The same for staff and clients. */
export function PreferencesPage() {
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Preferences" />
      <DisplayCard />
      <NotificationsCard />
    </Page>
  );
}
