import { toast } from './toasts';

/** Copies a text and says so. Browsers may refuse (no https, no permission): then it says what to do instead. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done, { tone: 'good' });
  } catch {
    toast('The browser does not let us copy. Select it and copy it yourself.', { tone: 'bad' });
  }
}
