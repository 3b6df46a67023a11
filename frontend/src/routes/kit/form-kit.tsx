import { useState } from 'react';
import * as z from 'zod/mini';
import { ApiError } from '@/api/errors';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Card } from '@/components/ui/display';
import { Input } from '@/components/ui/input';
import { SortableList } from '@/components/ui/sortable';
import { Sample, Samples } from './sample';

const schema = z.object({
  first_name: z.string().check(z.trim(), z.minLength(1, 'Enter a first name')),
  email: z.email('Enter an e-mail address, like mia@example.com'),
});
type Values = z.infer<typeof schema>;

async function refuse(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 700));
  throw new ApiError({
    type: 'about:blank',
    title: 'Some fields need another look.',
    status: 422,
    code: 'invalid',
    errors: [
      { in: 'body', pointer: '/email', message: 'A client with this address exists already.' },
    ],
  });
}

function ServerForm() {
  const form = useAppForm<Values>({ schema, defaultValues: { first_name: '', email: '' } });
  return (
    <Sample title="Form; the server refuses the address">
      <Form form={form} onSubmit={refuse} guard>
        <FormField<Values> name="first_name" label="First name" required>
          {(field) => <Input autoComplete="off" {...field} />}
        </FormField>
        <FormField<Values> name="email" label="E-mail" help="For the invitation." required>
          {(field) => <Input type="email" autoComplete="off" {...field} />}
        </FormField>
        <SubmitButton className="self-start">Add client</SubmitButton>
      </Form>
    </Sample>
  );
}

function Order() {
  const [items, setItems] = useState([
    { id: 'a', name: 'Back squat', plan: '4 × 5 at 80%' },
    { id: 'b', name: 'Romanian deadlift', plan: '4 × 8–10 at RPE 8' },
    { id: 'c', name: 'Leg press', plan: '3 × 12' },
    { id: 'd', name: 'Calf raise', plan: '3 × 15' },
  ]);
  return (
    <Sample title="Order by hand">
      <SortableList items={items} onReorder={setItems} nameOf={(item) => item.name}>
        {(item, handle) => (
          <Card className="flex items-center gap-2 py-1.5 pr-4 pl-1.5">
            {handle}
            <span className="flex-1 font-medium">{item.name}</span>
            <span className="text-soft tabular-nums">{item.plan}</span>
          </Card>
        )}
      </SortableList>
    </Sample>
  );
}

export function FormKit() {
  return (
    <Samples>
      <ServerForm />
      <Order />
    </Samples>
  );
}
