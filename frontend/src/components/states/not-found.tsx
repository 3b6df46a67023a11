import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from './states';

export function NotFound() {
  return (
    <EmptyState
      icon={<Compass size={22} />}
      heading="h1"
      title="Nothing here"
      text="The page was moved, or the link is incomplete."
      action={
        <Link to="/" className={buttonClass('outline')}>
          Go to start
        </Link>
      }
      className="min-h-[60dvh] justify-center"
    />
  );
}
