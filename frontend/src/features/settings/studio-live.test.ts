import { expect, it, vi } from 'vitest';
import { invalidateOn } from '@/lib/realtime/live';

vi.mock('@/lib/realtime/live', () => ({ invalidateOn: vi.fn() }));

it('looks for the offer anew when a member changed: it may have ended with that', async () => {
  const { transferQuery } = await import('./studio-requests');
  const registered = vi.mocked(invalidateOn).mock.calls;
  const keys = registered
    .filter(([name]) => name === 'organizations.member_changed')
    .flatMap(([name, keysOf]) => keysOf({ name, data: {} } as Parameters<typeof keysOf>[0]));
  expect(keys).toContainEqual(transferQuery.queryKey);
});
