import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { ErrorState } from './states';

const failed = (status: number, code: string) =>
  new ApiError({
    type: 'about:blank',
    title: 'It failed',
    detail: 'This needs the permission audit:read.',
    status,
    code,
    request_id: 'req-1',
  });

describe('ErrorState', () => {
  it('tells who may not see something so in plain words, and offers no second try', () => {
    render(<ErrorState error={failed(403, 'forbidden')} onRetry={() => undefined} />);
    screen.getByText('Not for your role');
    expect(screen.queryByRole('button')).toBeNull();
    expect(document.body.textContent).not.toContain('audit:read');
  });

  it('offers another try for everything else, with the number for support', () => {
    render(<ErrorState error={failed(503, 'unavailable')} onRetry={() => undefined} />);
    screen.getByRole('button', { name: 'Try again' });
    screen.getByText('req-1');
  });
});
