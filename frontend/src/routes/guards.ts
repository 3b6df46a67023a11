import { redirect } from '@tanstack/react-router';
import { homeOf, type Me, openSession } from '@/api/session';

/** Lets signed-in people of the right side through and sends everybody else where they belong. */
export async function requireSide(side: '/app' | '/me', href: string): Promise<Me> {
  const session = await openSession();
  // With an expired session the page stays, under the question to sign in again.
  if (!session.me) {
    throw redirect({ to: '/login', search: href === side ? {} : { next: href }, replace: true });
  }
  if (homeOf(session.me) !== side) throw redirect({ to: homeOf(session.me), replace: true });
  return session.me;
}

/** Sends people who are signed in already to their own start page. */
export async function requireAnonymous(): Promise<void> {
  const session = await openSession();
  if (session.me) throw redirect({ to: homeOf(session.me), replace: true });
}

/** Finds out who is signed in, and lets everybody through: who connects an account comes back signed in. */
export async function openForLinking(): Promise<void> {
  await openSession();
}
