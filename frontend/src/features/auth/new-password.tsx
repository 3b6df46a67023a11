import type { ComponentProps } from 'react';
import { useFieldProps } from '@/components/ui/field';
import { PasswordInput } from '@/components/ui/input';
import { cx } from '@/lib/cx';
import { PASSWORD_MINIMUM } from './rules';

/** Long enough is enough; twice that is better. */
function strengthOf(password: string): { step: 0 | 1 | 2 | 3; text: string } {
  const missing = PASSWORD_MINIMUM - password.length;
  if (password === '') return { step: 0, text: `At least ${PASSWORD_MINIMUM} characters` };
  if (missing > 0) return { step: 1, text: `${missing} more to go` };
  // A few different characters over and over are as weak as a short word.
  if (new Set(password).size < 6) return { step: 1, text: 'Mix in a few more characters' };
  if (password.length < 16) return { step: 2, text: 'Good. Longer is stronger' };
  return { step: 3, text: 'Strong' };
}

const tones = ['bg-fill', 'bg-warn', 'bg-good', 'bg-good'];

/** A password to be chosen, with how strong it is in words and in three bars; an error takes their place. */
export function NewPassword({ value, ...rest }: ComponentProps<'input'> & { value: string }) {
  const { step, text } = strengthOf(value);
  const refused = useFieldProps({})['aria-invalid'];
  return (
    <div className="flex flex-col gap-2">
      <PasswordInput {...rest} value={value} autoComplete="new-password" />
      <div className={cx('flex items-center gap-3', refused && 'hidden')}>
        <span aria-hidden="true" className="flex flex-1 gap-1">
          {[1, 2, 3].map((bar) => (
            <span
              key={bar}
              className={cx(
                'h-1 flex-1 rounded-full transition-colors',
                bar <= step ? tones[step] : 'bg-fill',
              )}
            />
          ))}
        </span>
        <span role="status" className="text-sm text-faint">
          {text}
        </span>
      </div>
    </div>
  );
}
