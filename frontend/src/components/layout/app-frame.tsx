import { Outlet } from '@tanstack/react-router';
import { Toaster } from '@/components/ui/toaster';

/** Around every page: the notices. */
export function AppFrame() {
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}
