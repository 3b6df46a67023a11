import type { Home } from '@/api/generated';
import { HeatGrid } from '@/components/charts/heat-grid';
import { Card, CardHeader } from '@/components/ui/display';
import { ClientName, QuietLine } from './row';

/** "Mia Rossi" → "Mia R.", as a row has little room. */
function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : undefined;
  return last ? `${words[0]} ${last}.` : name;
}

export function Heat({ home }: { home: Home }) {
  return (
    <Card aria-labelledby="heat">
      <CardHeader title={<span id="heat">Adherence by client</span>}>
        <span className="text-xs font-medium text-faint">
          Last <span className="sm:hidden">14</span>
          <span className="hidden sm:inline">28</span> days
        </span>
      </CardHeader>
      {home.heat.length === 0 ? (
        <QuietLine>Each client with a program gets a row here.</QuietLine>
      ) : (
        <div className="px-4 pb-4">
          <HeatGrid
            today={home.today_on}
            rows={home.heat.map((row) => ({
              id: row.client_id,
              name: row.client_name,
              label: (
                <span title={row.client_name} className="[&_a]:font-normal">
                  <ClientName id={row.client_id} name={shortName(row.client_name)} />
                </span>
              ),
              days: row.days,
              share: row.percent === null ? null : row.percent / 100,
            }))}
          />
        </div>
      )}
    </Card>
  );
}
