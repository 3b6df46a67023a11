import { Fingerprint } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { z } from 'zod/mini';
import { Form, FormField, SubmitButton, useAppForm } from '@/components/form/form';
import { Button } from '@/components/ui/button';
import { Input, PasswordInput } from '@/components/ui/input';
import { type PasskeyJson, passkeysWork } from '@/lib/passkeys';

export type ProofMethod = 'password' | 'totp' | 'recovery_code' | 'passkey';

/** One way to prove it, as `POST /api/auth/second-factor` and `/api/auth/prove` take it. */
export type Proof =
  | { password: string }
  | { code: string }
  | { recovery_code: string }
  | { passkey: PasskeyJson; ticket?: string };

const ways: Record<ProofMethod, { other: string; submit: string }> = {
  passkey: { other: 'Use a passkey', submit: 'Use a passkey' },
  totp: { other: 'Use a code from your app', submit: 'Go on' },
  recovery_code: { other: 'Use a recovery code', submit: 'Go on' },
  password: { other: 'Use your password', submit: 'Go on' },
};

const typed = z.object({ value: z.string().check(z.trim(), z.minLength(1, 'Enter it to go on.')) });
const sixDigits = z.object({
  value: z.string().check(z.trim(), z.regex(/^\d{3} ?\d{3}$/, 'Enter the six digits.')),
});

interface ProofFormProps {
  /** What the person has, the best first. */
  methods: ProofMethod[];
  /** Sends the proof; what it throws is shown on the form. */
  onProof: (proof: Proof) => Promise<void>;
  /** Asks the browser for a passkey. */
  askPasskey: () => Promise<{ passkey: PasskeyJson; ticket?: string }>;
  /** Whose password it is, for password managers. */
  email?: string;
  children?: ReactNode;
}

/** Asks for one proof that it is really you, and offers the others that there are. */
export function ProofForm({ methods, onProof, askPasskey, email, children }: ProofFormProps) {
  const usable = methods.filter((method) => method !== 'passkey' || passkeysWork());
  const [chosen, choose] = useState<ProofMethod | null>(null);
  const way = chosen ?? usable[0];
  if (!way) {
    return <p role="alert">This browser cannot use your passkey. Open Stoke in another one.</p>;
  }
  const send = async (value: string) => {
    if (way === 'passkey') await onProof(await askPasskey());
    else if (way === 'totp') await onProof({ code: value.replace(' ', '') });
    else if (way === 'recovery_code') await onProof({ recovery_code: value });
    else await onProof({ password: value });
  };
  return (
    <div className="flex flex-col gap-4">
      {way === 'passkey' ? (
        <PasskeyWay onUse={send} />
      ) : (
        <TypedWay key={way} way={way} email={email} onTyped={send} />
      )}
      <div className="flex flex-wrap gap-2">
        {usable
          .filter((method) => method !== way)
          .map((method) => (
            <Button key={method} variant="quiet" size="sm" onClick={() => choose(method)}>
              {ways[method].other}
            </Button>
          ))}
        {children}
      </div>
    </div>
  );
}

function PasskeyWay({ onUse }: { onUse: (value: string) => Promise<void> }) {
  const form = useAppForm({ schema: z.object({}), defaultValues: {} });
  return (
    <Form form={form} onSubmit={() => onUse('')}>
      <p className="text-soft">Your device asks for your fingerprint, your face or its code.</p>
      <SubmitButton size="lg" icon={<Fingerprint size={18} aria-hidden />}>
        {ways.passkey.submit}
      </SubmitButton>
    </Form>
  );
}

interface TypedWayProps {
  way: Exclude<ProofMethod, 'passkey'>;
  email: string | undefined;
  onTyped: (value: string) => Promise<void>;
}

function TypedWay({ way, email, onTyped }: TypedWayProps) {
  const form = useAppForm({
    schema: way === 'totp' ? sixDigits : typed,
    defaultValues: { value: '' },
  });
  const { setFocus } = form;
  // What was pressed to come here is gone, and the focus with it: this one field is what is asked for.
  useEffect(() => setFocus('value'), [setFocus]);
  return (
    <Form form={form} onSubmit={({ value }) => onTyped(value)}>
      {way === 'password' && (
        <>
          <input hidden readOnly type="text" autoComplete="username" value={email ?? ''} />
          <FormField<{ value: string }> name="value" label="Password">
            {(field) => <PasswordInput {...field} />}
          </FormField>
        </>
      )}
      {way === 'totp' && (
        <FormField<{ value: string }>
          name="value"
          label="Code"
          help="The six digits that your authenticator app shows now."
        >
          {(field) => (
            <Input {...field} inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
          )}
        </FormField>
      )}
      {way === 'recovery_code' && (
        <FormField<{ value: string }>
          name="value"
          label="Recovery code"
          help="One of the ten that you kept. Each works once."
        >
          {(field) => (
            <Input {...field} autoComplete="off" autoCapitalize="off" spellCheck={false} />
          )}
        </FormField>
      )}
      <SubmitButton size="lg">{ways[way].submit}</SubmitButton>
    </Form>
  );
}
