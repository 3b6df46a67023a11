import { useQuery } from '@tanstack/react-query';
import { ShieldAlert } from 'lucide-react';
import { askProof } from '@/api/proof';
import { reloadMe, sessionState, signOut, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { factorsQuery } from './factors/requests';
import { isOn, SecondFactorCard } from './factors/second-factor-card';

/** In place of every page: the studio asks its staff for a second factor, and this person has none yet. */
export function SecondFactorWanted({ onDone }: { onDone: () => void }) {
  const { organization, held_back: heldBack } = useSession();
  const { data } = useQuery(factorsQuery);
  const settled = async () => {
    await reloadMe();
    if (sessionState().me?.held_back !== 'second_factor_missing') onDone();
  };
  // Set up on another device, after this one had logged in.
  const show = async () => {
    if (await askProof()) await settled();
  };
  return (
    <main id="main" className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-10">
      <header>
        <span
          aria-hidden="true"
          className="mb-4 grid size-12 place-items-center rounded-full bg-accent-wash text-accent-ink"
        >
          <ShieldAlert size={22} />
        </span>
        <h1 className="text-2xl font-semibold tracking-tight">Protect your account first</h1>
        <p className="mt-1.5 text-soft">
          {organization.name} asks everybody who works there for a second factor. Add one, and you
          go on where you were.
        </p>
      </header>
      {heldBack !== 'second_factor_missing' ? (
        <Button variant="primary" className="self-start" onClick={onDone}>
          Go on
        </Button>
      ) : (
        data &&
        isOn(data) && (
          <Button variant="primary" className="self-start" onClick={() => void show()}>
            Use my second factor
          </Button>
        )
      )}
      <SecondFactorCard onSettled={settled} />
      <Button variant="quiet" className="self-start" onClick={() => void signOut()}>
        Log out
      </Button>
    </main>
  );
}
