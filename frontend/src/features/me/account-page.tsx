import { Eye, LogOut, ShieldCheck, SlidersHorizontal, Store } from 'lucide-react';
import { signOut, useSession } from '@/api/session';
import { ProfileCard } from '@/components/account/account-cards';
import { Page, PageHeader } from '@/components/layout/page';
import { type SectionGroup, SectionList } from '@/components/layout/sections';
import { Button } from '@/components/ui/button';
import { useConfirm } from '@/components/ui/confirm';
import { plural } from '@/lib/numbers';
import { keptSummaries } from '@/lib/workout-log/kept';

/** What else a client can set. A section appears here with its page, never before. */
const groups: readonly SectionGroup[] = [
  {
    title: 'Your account',
    sections: [
      {
        to: '/me/account/preferences',
        label: 'Preferences',
        hint: 'Units, theme, dates, notifications',
        icon: SlidersHorizontal,
      },
      {
        to: '/me/account/security',
        label: 'Security',
        hint: 'Password and devices',
        icon: ShieldCheck,
      },
      {
        to: '/me/account/privacy',
        label: 'Privacy',
        hint: 'Who looks, what you share, your data',
        icon: Eye,
      },
      {
        to: '/me/account/studios',
        label: 'Your studios',
        hint: 'Switch, leave',
        icon: Store,
      },
    ],
  },
];

/** The signed-in client's own settings. */
export function AccountPage() {
  const { user, organization } = useSession();
  const { confirm, confirmDialog } = useConfirm();

  const leave = async () => {
    const waiting = keptSummaries(user.id).reduce((sum, item) => sum + item.waiting, 0);
    const yes =
      waiting === 0 ||
      (await confirm({
        title: 'Log out now?',
        text: `${plural(waiting, 'set')} on this phone are not saved yet. They stay here and are saved when you log in on it again.`,
        action: 'Log out',
      }));
    if (yes) await signOut();
  };

  return (
    <Page>
      <PageHeader title="Me" lead={`Trains with ${organization.name}`} />
      <ProfileCard />
      <SectionList groups={groups} />
      <Button
        className="self-start"
        icon={<LogOut size={16} aria-hidden />}
        onClick={() => void leave()}
      >
        Log out
      </Button>
      {confirmDialog}
    </Page>
  );
}
