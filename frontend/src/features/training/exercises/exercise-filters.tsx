import type { ExerciseFacets, Facet } from '@/api/generated';
import { Checkbox } from '@/components/ui/choice';
import { Select, type SelectOption } from '@/components/ui/select';
import { wordOf } from '../labels';
import type { ExerciseFilter } from './queries';

interface ExerciseFiltersProps {
  filter: ExerciseFilter;
  facets: ExerciseFacets | undefined;
  onChange: (patch: ExerciseFilter) => void;
}

function optionsOf(
  facets: readonly Facet[] | undefined,
  chosen: string | undefined,
): SelectOption[] {
  const options = (facets ?? []).map(({ value, count }) => ({
    value,
    label: `${wordOf(value)} (${count})`,
  }));
  // The choice of the address shows before the counts have come.
  if (chosen && !options.some(({ value }) => value === chosen))
    options.unshift({ value: chosen, label: wordOf(chosen) });
  return options;
}

/** Categories as a tree in one list: what lies below is indented. */
function categoryOptions(facets: ExerciseFacets | undefined): SelectOption[] {
  const all = facets?.categories ?? [];
  const below = (parent: string | null, depth: number): SelectOption[] =>
    all
      .filter((category) => category.parent_id === parent)
      .flatMap((category) => [
        {
          value: category.id,
          label: `${'\u2003'.repeat(depth)}${category.name} (${category.count})`,
        },
        ...below(category.id, depth + 1),
      ]);
  return below(null, 0);
}

/** Muscle, equipment, category and own exercises, with how many there are of each. */
export function ExerciseFilters({ filter, facets, onChange }: ExerciseFiltersProps) {
  return (
    <>
      <div className="w-[calc(50%-4px)] sm:w-36">
        <Select
          aria-label="Muscle"
          placeholder="Any muscle"
          options={optionsOf(facets?.muscles, filter.muscle)}
          value={filter.muscle ?? ''}
          onValueChange={(muscle) => onChange({ muscle: muscle || undefined })}
        />
      </div>
      <div className="w-[calc(50%-4px)] sm:w-40">
        <Select
          aria-label="Equipment"
          placeholder="Any equipment"
          options={optionsOf(facets?.equipment, filter.equipment)}
          value={filter.equipment ?? ''}
          onValueChange={(equipment) => onChange({ equipment: equipment || undefined })}
        />
      </div>
      <div className="w-[calc(50%-4px)] sm:w-40">
        <Select
          aria-label="Category"
          placeholder="Any category"
          options={categoryOptions(facets)}
          value={filter.category ?? ''}
          onValueChange={(category) => onChange({ category: category || undefined })}
        />
      </div>
      <Checkbox
        label="Own"
        checked={filter.mine ?? false}
        onCheckedChange={(mine) =>
          onChange({ mine: mine || undefined, ...(mine ? {} : { archived: undefined }) })
        }
      />
      {filter.mine && (
        <Checkbox
          label="Archived"
          checked={filter.archived ?? false}
          onCheckedChange={(archived) => onChange({ archived: archived || undefined })}
        />
      )}
    </>
  );
}
