import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { DoorClosed } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod/mini';
import { messageOf, NetworkError } from '@/api/errors';
import type { JoinPageOut } from '@/api/generated';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { Accepting } from './accepting';
import { CheckMail } from './check-mail';
import { AuthFoot, AuthHeader, AuthSign, LoginLink } from './parts';
import { askToJoin, getJoinPage } from './requests';
import { emailRule, required } from './rules';

const schema = z.object({ name: required('Enter your name.'), email: emailRule });
type Values = z.infer<typeof schema>;

const route = getRouteApi('/auth/o/$slug/join');

/** A studio's public page: whoever confirms their address becomes a client. */
export function JoinPage() {
  const { slug } = route.useParams();
  const page = useQuery({
    queryKey: ['join', slug],
    queryFn: ({ signal }) => getJoinPage(slug, signal),
  });
  if (page.data) return <Join slug={slug} page={page.data} />;
  if (page.isPending) {
    return (
      <div aria-busy="true" className="flex flex-col gap-4">
        <AuthHeader title="Join" lead="One moment." />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
        <Skeleton className="h-[52px] rounded-card" />
      </div>
    );
  }
  const offline = page.error instanceof NetworkError;
  return (
    <>
      <AuthSign>
        <DoorClosed size={22} />
      </AuthSign>
      <AuthHeader
        title={offline ? 'No connection' : 'No sign-up here'}
        lead={messageOf(page.error)}
      />
      {offline ? (
        <Button size="lg" variant="primary" onClick={() => void page.refetch()}>
          Try again
        </Button>
      ) : (
        <p className="text-base text-soft">
          If you train there already, <LoginLink>log in</LoginLink>.
        </p>
      )}
    </>
  );
}

function Join({ slug, page }: { slug: string; page: JoinPageOut }) {
  const [said, setSaid] = useState<string | null>(null);
  const form = useAppForm<Values>({ schema, defaultValues: { name: '', email: '' } });
  if (said) return <CheckMail message={said} onBack={() => setSaid(null)} />;
  return (
    <>
      {page.accent && (
        <span
          aria-hidden="true"
          className="mb-5 block h-1.5 w-16 rounded-full"
          style={{ backgroundColor: page.accent }}
        />
      )}
      {page.logo_url && (
        <img src={page.logo_url} alt="" className="mb-4 max-h-24 max-w-full object-contain" />
      )}
      <AuthHeader title={`Train with ${page.name}`} />
      {page.text && <p className="mb-6 wrap-anywhere whitespace-pre-line">{page.text}</p>}
      <Form
        form={form}
        onSubmit={async (values) => setSaid((await askToJoin(slug, values)).message)}
      >
        <FormField<Values> name="name" label="Your name">
          {(field) => <Input {...field} autoComplete="name" maxLength={120} />}
        </FormField>
        <FormField<Values>
          name="email"
          label="E-mail"
          help="We send you a link that confirms it. You choose a password there."
        >
          {(field) => <Input {...field} type="email" autoComplete="username" inputMode="email" />}
        </FormField>
        <Accepting by="By joining" />
        <SubmitButton size="lg">Join {page.name}</SubmitButton>
      </Form>
      <AuthFoot>
        Train there already? <LoginLink />
      </AuthFoot>
    </>
  );
}
