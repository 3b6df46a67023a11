import { BackTo } from '@/components/layout/sections';
import { MyPrivacyPage } from '@/features/privacy/my-privacy-page';

/** The client's way to what they share, and with whom. */
export function ClientPrivacyPage() {
  return (
    <>
      <BackTo to="/me/account" label="Me" />
      <MyPrivacyPage />
    </>
  );
}
