import { useSession } from '@/api/session';
import { PersonAvatar } from './photo';
import { PictureField } from './picture-field';
import { deletePhoto, setPhoto } from './requests';

/** One's photo. */
export function PhotoField() {
  const { user } = useSession();
  return (
    <PictureField
      what="Photo"
      shown={<PersonAvatar name={user.name} photoUrl={user.photo_url ?? null} size="lg" />}
      chosen={Boolean(user.photo_url)}
      help="JPEG, PNG or WebP. Place and camera are removed."
      save={async (file) => (file ? setPhoto(file) : deletePhoto())}
    />
  );
}
