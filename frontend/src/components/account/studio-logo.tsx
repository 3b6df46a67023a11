import { Avatar, type AvatarProps } from '@/components/ui/display';

/** A studio's logo, or its initials. Stands beside the written name. */
export function StudioLogo({
  name,
  logoUrl,
  size,
}: {
  name: string;
  logoUrl?: string | null | undefined;
  size?: AvatarProps['size'];
}) {
  const source = logoUrl ? `${logoUrl}&size=small` : null;
  return <Avatar name={name} source={source} {...(size && { size })} />;
}
