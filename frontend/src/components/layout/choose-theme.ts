import { request } from '@/api/http';
import { type Me, replaceMe } from '@/api/session';
import { setTheme, type Theme } from '@/lib/theme';

/** Takes effect at once and is kept with the account; when that fails it still holds on this device. */
export function chooseTheme(theme: Theme): void {
  setTheme(theme);
  void request<Me>('PATCH', '/api/auth/me', { body: { theme } }).then(replaceMe, () => undefined);
}
