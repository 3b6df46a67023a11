import { ShownError } from '@/api/errors';

/** What the server asks for and gets back: plain JSON, turned into the browser's own objects here. */
export type PasskeyJson = { [key: string]: unknown };

/** Whether this browser can make and show passkeys by the server's JSON. */
export function passkeysWork(): boolean {
  return (
    typeof PublicKeyCredential !== 'undefined' &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential
  );
}

/** The person closed the browser's question, or let it run out. */
export class PasskeyDismissed extends ShownError {
  override readonly name = 'PasskeyDismissed';
  constructor(cause: unknown) {
    super('Nothing was chosen. Try again, or go another way.', { cause });
  }
}

async function asked(work: Promise<Credential | null>): Promise<PasskeyJson> {
  let credential: Credential | null;
  try {
    credential = await work;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'InvalidStateError') {
      throw new ShownError('This device holds a passkey of your account already.', { cause });
    }
    throw new PasskeyDismissed(cause);
  }
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyDismissed(credential);
  return { ...credential.toJSON() };
}

/** Lets the person show one of their passkeys. Throws PasskeyDismissed. */
export function showPasskey(options: PasskeyJson): Promise<PasskeyJson> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return asked(navigator.credentials.get({ publicKey }));
}

/** Lets the person make a passkey on this device or on another one. Throws PasskeyDismissed. */
export function makePasskey(options: PasskeyJson): Promise<PasskeyJson> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return asked(navigator.credentials.create({ publicKey }));
}
