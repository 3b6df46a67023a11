import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/api/errors';
import { Button } from '@/components/ui/button';
import { type Errand, goTo, type Provider, providerNames, providersQuery } from '@/lib/external';
import { toast } from '@/lib/toasts';

/** Ways in beside the form, where any are set up. Nothing stands in their place until that is known. */
export function ExternalButtons({ remember = true, ...errand }: Errand & { remember?: boolean }) {
  const { data } = useQuery(providersQuery);
  const [going, setGoing] = useState<Provider | null>(null);
  if (!data?.items.length) return null;
  const go = async (provider: Provider) => {
    setGoing(provider);
    try {
      await goTo(provider, errand, remember);
    } catch (error) {
      setGoing(null);
      toast(messageOf(error), { tone: 'bad' });
    }
  };
  return (
    <div className="mt-5 flex flex-col gap-2.5">
      <p className="flex items-center gap-3 text-sm text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      {data.items.map((provider) => (
        <Button
          key={provider}
          size="lg"
          busy={going === provider}
          disabled={going !== null}
          onClick={() => void go(provider)}
        >
          Continue with {providerNames[provider]}
        </Button>
      ))}
    </div>
  );
}
