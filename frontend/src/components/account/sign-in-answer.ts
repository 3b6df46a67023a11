import type { LoginResponses, SecondFactorOut } from '@/api/generated';

/** What every kind of sign-in answers: the tokens, or what is asked beside. */
export type SignInAnswer = LoginResponses[200];

/** Whether a sign-in is not done yet. */
export function asksForMore(answer: SignInAnswer): answer is SecondFactorOut {
  return answer.status === 'second_factor';
}
