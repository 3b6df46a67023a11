import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { requestBlob } from '@/api/http';
import { Avatar, type AvatarProps } from '@/components/ui/display';

/** A person's photo, or their initials. It is fetched with the access token, so an address alone shows nobody. */
export function PersonAvatar({ photoUrl, ...rest }: AvatarProps & { photoUrl?: string | null }) {
  const { data: picture } = useQuery({
    queryKey: ['photo', photoUrl],
    queryFn: ({ signal }) => requestBlob(photoUrl ?? '', signal),
    enabled: Boolean(photoUrl),
    // Another photo has another address.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    if (!photoUrl || !picture) {
      setSource(null);
      return;
    }
    const address = URL.createObjectURL(picture);
    setSource(address);
    return () => URL.revokeObjectURL(address);
  }, [photoUrl, picture]);
  return <Avatar {...rest} source={source} />;
}
