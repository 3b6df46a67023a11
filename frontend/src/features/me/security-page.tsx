import { BackTo } from '@/components/layout/sections';
import { SecurityPage } from '@/features/security/security-page';

/** The client's way to the page that staff have, too. */
export function ClientSecurityPage() {
  return (
    <>
      <BackTo to="/me/account" label="Me" />
      <SecurityPage />
    </>
  );
}
