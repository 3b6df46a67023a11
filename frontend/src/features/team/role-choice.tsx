import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/states/states';
import { RadioGroup } from '@/components/ui/choice';
import { Skeleton } from '@/components/ui/skeleton';
import { rolesQuery } from './queries';

interface RoleChoiceProps {
  value: string;
  onValueChange: (id: string) => void;
  /** Roles that cannot be given here. */
  without?: readonly string[];
}

/** The roles that one may give. Those that reach further than one's own are shown, and cannot be chosen. */
export function RoleChoice({ value, onValueChange, without = [] }: RoleChoiceProps) {
  const { data, error, refetch } = useQuery(rolesQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <RadioGroup
      label="Role"
      value={value}
      onValueChange={onValueChange}
      options={data.items
        .filter(({ id }) => id !== 'client' && !without.includes(id))
        .map(({ id, name, description, within_reach: reached }) => ({
          value: id,
          label: name,
          help: reached ? description : 'Reaches further than your own role.',
          disabled: !reached,
        }))}
    />
  );
}
