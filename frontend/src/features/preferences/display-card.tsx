import { Preferences } from '@/components/account/preferences';
import { Card, CardHeader } from '@/components/ui/display';

export function DisplayCard() {
  return (
    <Card aria-label="Display">
      <CardHeader title="Display" />
      <div className="px-4 pb-4">
        <Preferences />
      </div>
    </Card>
  );
}
