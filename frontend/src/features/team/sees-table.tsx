import type { RoleOut } from '@/api/generated';
import { cx } from '@/lib/cx';
import { areas, seen } from './sees';

/** Areas of Stoke by roles: all, those assigned, one's own, or nothing. Scrolls sideways on a phone. */
export function SeesTable({ roles }: { roles: readonly RoleOut[] }) {
  return (
    <section
      aria-label="What each role sees, by area"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      // Positioned, so that what only a screen reader reads scrolls with it and widens no page.
      className="relative overflow-x-auto -outline-offset-2"
    >
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 bg-surface px-4 py-2 text-left font-medium">
              Area
            </th>
            {roles.map(({ id, name }) => (
              <th
                key={id}
                scope="col"
                className="max-w-32 truncate px-3 py-2 text-left font-medium text-soft"
                title={name}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => (
            <tr key={area.permission} className="border-t border-line">
              <th
                scope="row"
                className="sticky left-0 whitespace-nowrap bg-surface px-4 py-2 text-left font-normal"
              >
                {area.label}
              </th>
              {roles.map(({ id, permissions }) => {
                const text = seen(area, permissions);
                return (
                  <td
                    key={id}
                    className={cx('px-3 py-2', text === '–' ? 'text-faint' : 'font-medium')}
                  >
                    {text === '–' ? (
                      <>
                        <span aria-hidden="true">–</span>
                        <span className="sr-only">nothing</span>
                      </>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
