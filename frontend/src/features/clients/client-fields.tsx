import { useQuery } from '@tanstack/react-query';
import type { FieldValues, Path } from 'react-hook-form';
import { z } from 'zod/mini';
import { usePermission, useSession } from '@/api/session';
import { FormField } from '@/components/form/form';
import { Input, Textarea } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { membersQuery } from '@/lib/members';

/** A form sends '' for what is empty; the server takes that as nothing. */
export const contactRules = {
  first_name: z.string().check(z.trim(), z.minLength(1, 'Enter a first name.')),
  last_name: z.string(),
  email: z.union([z.literal(''), z.email('Enter an e-mail address, or leave it empty.')]),
  phone: z.string(),
  goal: z.string(),
  trainer_member_id: z.string(),
};

export interface ContactValues extends FieldValues {
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  goal: string;
  trainer_member_id: string;
}

/** The fields that adding and editing share. */
export function ContactFields<T extends ContactValues>() {
  const { data } = useQuery(membersQuery);
  const { member_id: own } = useSession();
  // Whoever sees only their own clients cannot give one away here.
  const mayChoose = usePermission('clients:create') === 'all';
  const name = (key: keyof ContactValues & string) => key as unknown as Path<T>;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField<T> name={name('first_name')} label="First name">
          {(field) => <Input {...field} autoComplete="off" maxLength={120} />}
        </FormField>
        <FormField<T> name={name('last_name')} label="Last name" optional>
          {(field) => <Input {...field} autoComplete="off" maxLength={120} />}
        </FormField>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormField<T> name={name('email')} label="E-mail" optional>
          {(field) => <Input {...field} type="email" autoComplete="off" inputMode="email" />}
        </FormField>
        <FormField<T> name={name('phone')} label="Phone" optional>
          {(field) => (
            <Input {...field} type="tel" autoComplete="off" inputMode="tel" maxLength={40} />
          )}
        </FormField>
      </div>
      <FormField<T> name={name('goal')} label="Goal" optional>
        {(field) => <Textarea {...field} rows={2} maxLength={500} />}
      </FormField>
      {mayChoose && data && data.items.length > 1 && (
        <FormField<T> name={name('trainer_member_id')} label="Trainer">
          {(field) => (
            <Select
              {...field}
              options={data.items.map((member) => ({
                value: member.id,
                label: member.id === own ? `${member.name} (you)` : member.name,
              }))}
            />
          )}
        </FormField>
      )}
    </>
  );
}
