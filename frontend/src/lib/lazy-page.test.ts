import { afterEach, describe, expect, it, vi } from 'vitest';
import { patiently } from './lazy-page';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const missing = new TypeError('Failed to fetch dynamically imported module');

describe('the code of a page', () => {
  it('is waited for while the device has no network, and comes when it is back', async () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    dispatchEvent(new Event('offline'));
    const load = vi.fn().mockRejectedValueOnce(missing).mockResolvedValue('page');
    const page = patiently(load);
    await vi.waitFor(() => expect(load).toHaveBeenCalledOnce());
    online.mockReturnValue(true);
    dispatchEvent(new Event('online'));
    expect(await page).toBe('page');
  });

  it('is asked for again after a while where no event tells of the network', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
    const load = vi.fn().mockRejectedValueOnce(missing).mockResolvedValue('page');
    const page = patiently(load);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await page).toBe('page');
  });

  it('is given up when the server answers and has no such file any more', async () => {
    vi.stubGlobal('fetch', async () => new Response(null));
    await expect(patiently(() => Promise.reject(missing))).rejects.toBe(missing);
  });
});
