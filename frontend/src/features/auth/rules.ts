import { z } from 'zod/mini';

/** Length over composition, as the server asks for it. */
export const PASSWORD_MINIMUM = 10;

export const emailRule = z.email('Enter your e-mail address, such as you@example.com.');
export const newPasswordRule = z
  .string()
  .check(z.minLength(PASSWORD_MINIMUM, `Use at least ${PASSWORD_MINIMUM} characters.`));
export const required = (message: string) => z.string().check(z.trim(), z.minLength(1, message));
