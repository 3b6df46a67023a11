import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Page, PageHeader } from '@/components/layout/page';
import { SegmentedControl } from '@/components/ui/choice';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { setTheme, useTheme } from '@/lib/theme';
import { ControlsKit } from './controls-kit';
import { OverlaysKit } from './overlays-kit';
import { StatesKit } from './states-kit';

const DataKit = lazy(() => import('./data-kit').then((m) => ({ default: m.DataKit })));
const FormKit = lazy(() => import('./form-kit').then((m) => ({ default: m.FormKit })));

type Part = 'controls' | 'overlays' | 'states' | 'form' | 'data';

function Later({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Skeleton className="h-64 w-full" />}>{children}</Suspense>;
}

/** All components in all their states, for whoever builds or reviews a page. */
export function KitPage() {
  const theme = useTheme();
  const [part, setPart] = useState<Part>('controls');
  return (
    <main>
      <Page className="mx-auto max-w-6xl p-4 sm:p-7">
        <PageHeader
          title="Kit"
          lead="Every component in every state."
          actions={
            <SegmentedControl
              label="Theme"
              value={theme}
              onValueChange={setTheme}
              options={[
                { value: 'dark', label: 'Dark' },
                { value: 'light', label: 'Light' },
              ]}
            />
          }
        />
        <Tabs
          label="Parts"
          value={part}
          onValueChange={setPart}
          tabs={[
            { value: 'controls', label: 'Controls', content: <ControlsKit /> },
            { value: 'overlays', label: 'Overlays', content: <OverlaysKit /> },
            { value: 'states', label: 'States and figures', content: <StatesKit /> },
            {
              value: 'form',
              label: 'Form and order',
              content: (
                <Later>
                  <FormKit />
                </Later>
              ),
            },
            {
              value: 'data',
              label: 'Data',
              content: (
                <Later>
                  <DataKit />
                </Later>
              ),
            },
          ]}
        />
      </Page>
    </main>
  );
}
