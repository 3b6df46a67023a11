import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from './clipboard';
import { currentToasts, dismissToast } from './toasts';

const said = () => currentToasts().map(({ text }) => text);

afterEach(() => {
  for (const { id } of currentToasts()) dismissToast(id);
  vi.unstubAllGlobals();
});

describe('copyText', () => {
  it('copies, and says so', async () => {
    const writeText = vi.fn().mockResolvedValue(undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    await copyText('a-b-c', 'The codes are copied.');
    expect(writeText).toHaveBeenCalledWith('a-b-c');
    expect(said()).toEqual(['The codes are copied.']);
  });

  it('says what to do where the browser refuses', async () => {
    vi.stubGlobal('navigator', { clipboard: undefined });
    await copyText('a-b-c', 'The codes are copied.');
    expect(said()).toEqual(['The browser does not let us copy. Select it and copy it yourself.']);
  });
});
