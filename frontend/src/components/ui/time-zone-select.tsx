import type { ComponentProps } from 'react';
import { Select } from './select';

/** The zones that the browser knows by name; one that it does not know stays choosable while it is the value. */
export function TimeZoneSelect({
  value,
  ...rest
}: Omit<ComponentProps<'select'>, 'value'> & { value: string }) {
  const known = Intl.supportedValuesOf('timeZone');
  const zones = known.includes(value) ? known : [value, ...known];
  return (
    <Select
      {...rest}
      value={value}
      options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
    />
  );
}
