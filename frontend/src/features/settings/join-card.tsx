import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { z } from 'zod/mini';
import { messageOf } from '@/api/errors';
import type { StudioSettings } from '@/api/generated';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { ErrorState } from '@/components/states/states';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/choice';
import { Card, CardHeader } from '@/components/ui/display';
import { Textarea } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { copyText } from '@/lib/clipboard';
import { toast } from '@/lib/toasts';
import { settingsQuery, updateJoin } from './studio-requests';

const schema = z.object({ join_text: z.string().check(z.trim()) });
type Values = z.infer<typeof schema>;

/** The public page where strangers become clients. */
export function JoinCard() {
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <Card aria-label="Public sign-up">
      <CardHeader title="Public sign-up" />
      <div className="px-4 pb-4">
        {data ? (
          <Joining settings={data} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-[76px] sm:h-[38px]" />
        )}
      </div>
    </Card>
  );
}

function Joining({ settings }: { settings: StudioSettings }) {
  const queries = useQueryClient();
  const keep = (saved: StudioSettings) => queries.setQueryData(settingsQuery.queryKey, saved);
  const open = useMutation({
    mutationFn: (joinable: boolean) => updateJoin({ joinable }),
    onSuccess: keep,
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
  });
  const form = useAppForm<Values>({
    schema,
    defaultValues: { join_text: settings.join_text ?? '' },
  });
  const submit = async ({ join_text }: Values) => {
    keep(await updateJoin({ join_text: join_text || null }));
    toast('Saved', { tone: 'good' });
  };
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label="People can become clients by themselves"
        help="Whoever confirms their e-mail address on the page below is added to your clients."
        checked={open.isPending ? open.variables : settings.joinable}
        onCheckedChange={(joinable) => open.mutate(joinable)}
      />
      {settings.joinable && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <a
              href={settings.join_url}
              target="_blank"
              rel="noreferrer"
              className="min-w-0 break-all text-accent-ink underline-offset-4 hover:underline"
            >
              {settings.join_url}
            </a>
            <Button
              size="sm"
              icon={<Copy size={14} aria-hidden />}
              onClick={() => void copyText(settings.join_url, 'The link is copied.')}
            >
              Copy
            </Button>
          </div>
          <Form form={form} onSubmit={submit} guard>
            <FormField<Values>
              name="join_text"
              label="Welcome text"
              help="What people read before they sign up. Plain text."
            >
              {(field) => <Textarea {...field} rows={4} maxLength={1000} />}
            </FormField>
            <div>
              <SubmitButton>Save text</SubmitButton>
            </div>
          </Form>
        </>
      )}
    </div>
  );
}
