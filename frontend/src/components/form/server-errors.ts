import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { ApiError, messageOf } from '@/api/errors';

/** `/phones/0/number` → `phones.0.number`, with `~1` and `~0` of RFC 6901 undone. */
function nameOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

function has(values: unknown, name: string): boolean {
  let at = values;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !(part in at)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}

/**
 * Puts what the server said on the fields that it means, by pointer (`/first_name`), and the rest on the
 * form as a whole (`errors.root`). Field names of a form are those of the API's body.
 */
export function applyServerErrors<T extends FieldValues>(
  form: Pick<UseFormReturn<T>, 'setError' | 'getValues'>,
  error: unknown,
): void {
  const problems = error instanceof ApiError ? error.fields : [];
  const values = form.getValues();
  const homeless: string[] = [];
  let first = true;
  for (const { pointer, message } of problems) {
    const name = nameOf(pointer);
    if (name !== '' && has(values, name)) {
      form.setError(name as Path<T>, { type: 'server', message }, { shouldFocus: first });
      first = false;
    } else {
      homeless.push(message);
    }
  }
  if (homeless.length > 0 || problems.length === 0) {
    form.setError('root', { type: 'server', message: homeless.join(' ') || messageOf(error) });
  }
}
