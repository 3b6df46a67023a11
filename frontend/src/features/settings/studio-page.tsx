import { useSession } from '@/api/session';
import { Page, PageHeader } from '@/components/layout/page';
import { BrandCard } from './brand-card';
import { ClosingCard } from './closing-card';
import { JoinCard } from './join-card';
import { OrganizationCard } from './organization-card';
import { OwnershipCard } from './ownership-card';
import { SignInRulesCard } from './sign-in-rules-card';

/** The studio, each card for whoever may change what it holds. */
export function StudioPage() {
  const { permissions: may } = useSession();
  return (
    <Page className="max-w-3xl">
      <PageHeader title="Studio" />
      <OrganizationCard />
      {may['organization:brand'] && <BrandCard />}
      {may['organization:join'] && <JoinCard />}
      {may['organization:security'] && <SignInRulesCard />}
      <OwnershipCard />
      {may['organization:suspend'] && may['organization:delete'] && <ClosingCard />}
    </Page>
  );
}
