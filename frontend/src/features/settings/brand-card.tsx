import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { useSession } from '@/api/session';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Card, CardHeader } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { toast } from '@/lib/toasts';
import { LogoField } from './logo-field';
import { showOrganization, updateBrand } from './studio-requests';

/** What a picker shows before there is a colour of one's own. */
const STOKE = '#f06a1a';

const schema = z.object({
  brand_name: z.string().check(z.trim()),
  brand_accent: z
    .string()
    .check(
      z.trim(),
      z.regex(/^(#[0-9a-fA-F]{6})?$/, 'Write a colour as #0f766e, or leave it empty.'),
    ),
});
type Values = z.infer<typeof schema>;

/** How the studio looks to strangers at its sign-up page. */
export function BrandCard() {
  const { organization } = useSession();
  const queries = useQueryClient();
  const form = useAppForm<Values>({
    schema,
    defaultValues: {
      brand_name: organization.brand_name ?? '',
      brand_accent: organization.brand_accent ?? '',
    },
  });
  const submit = async ({ brand_name, brand_accent }: Values) => {
    const saved = await updateBrand({
      brand_name: brand_name || null,
      brand_accent: brand_accent.toLowerCase() || null,
    });
    showOrganization(queries, saved);
    toast('Saved', { tone: 'good' });
  };
  return (
    <Card aria-label="Looks">
      <CardHeader title="Looks" />
      <div className="flex flex-col gap-5 px-4 pb-4">
        <LogoField />
        <Form form={form} onSubmit={submit} guard>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField<Values>
              name="brand_name"
              label="Public name"
              help="On your sign-up page. Empty: the studio's name."
            >
              {(field) => <Input {...field} maxLength={120} placeholder={organization.name} />}
            </FormField>
            <FormField<Values>
              name="brand_accent"
              label="Colour"
              help="Pick one, or write it as #0f766e. Empty: the colour of Stoke."
            >
              {(field) => (
                <div className="flex items-center gap-2">
                  <input
                    type="color"
                    aria-label="Pick the colour"
                    value={/^#[0-9a-f]{6}$/i.test(field.value) ? field.value : STOKE}
                    onChange={({ target }) => field.onChange(target.value)}
                    onBlur={field.onBlur}
                    className="h-9 w-11 shrink-0 cursor-pointer rounded-control border border-line-strong bg-surface p-1 touch:h-11"
                  />
                  <Input {...field} maxLength={7} placeholder={STOKE} />
                </div>
              )}
            </FormField>
          </div>
          <div>
            <SubmitButton>Save looks</SubmitButton>
          </div>
        </Form>
      </div>
    </Card>
  );
}
