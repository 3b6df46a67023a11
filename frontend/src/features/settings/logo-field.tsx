import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '@/api/session';
import { PictureField } from '@/components/account/picture-field';
import { StudioLogo } from '@/components/account/studio-logo';
import { deleteLogo, setLogo, showOrganization } from './studio-requests';

/** The studio's logo. */
export function LogoField() {
  const { organization } = useSession();
  const queries = useQueryClient();
  return (
    <PictureField
      what="Logo"
      shown={<StudioLogo name={organization.name} logoUrl={organization.logo_url} size="lg" />}
      chosen={Boolean(organization.logo_url)}
      help="JPEG, PNG or WebP, best square. It is public."
      save={async (file) => {
        const saved = file ? await setLogo(file) : await deleteLogo();
        showOrganization(queries, { logo_url: saved?.logo_url ?? null });
      }}
    />
  );
}
