/** Words for the API's vocabularies that a capital letter and spaces alone do not make. */
const special: Record<string, string> = {
  ez_bar: 'EZ bar',
  trx: 'TRX',
  ski_erg: 'SkiErg',
  pull_up_bar: 'Pull-up bar',
  weight_reps: 'Weight and repetitions',
  reps: 'Repetitions',
  assisted_reps: 'Assisted repetitions',
  duration: 'Time',
  weight_duration: 'Weight and time',
  distance_duration: 'Distance and time',
  weight_distance: 'Weight and distance',
  anti_rotation: 'Anti-rotation',
  anti_extension: 'Anti-extension',
  anti_lateral_flexion: 'Anti-lateral flexion',
};

/** `upper_back` → `Upper back`. */
export function wordOf(value: string): string {
  const plain = value.replaceAll('_', ' ');
  return special[value] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** `['quads', 'glutes']` → `Quads, glutes`. */
export function wordsOf(values: readonly string[]): string {
  const text = values
    .map((value, index) =>
      index === 0 || special[value] ? wordOf(value) : wordOf(value).toLowerCase(),
    )
    .join(', ');
  return text;
}

export function choicesOf(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: wordOf(value) }));
}

export const MUSCLES = [
  'quads',
  'hamstrings',
  'glutes',
  'adductors',
  'abductors',
  'calves',
  'tibialis',
  'feet',
  'hip_flexors',
  'chest',
  'serratus',
  'upper_back',
  'lats',
  'traps',
  'lower_back',
  'front_delts',
  'side_delts',
  'rear_delts',
  'rotator_cuff',
  'biceps',
  'triceps',
  'forearms',
  'abs',
  'obliques',
  'neck',
] as const;

export const EQUIPMENT = [
  'bodyweight',
  'barbell',
  'ez_bar',
  'trap_bar',
  'dumbbell',
  'kettlebell',
  'plate',
  'sandbag',
  'backpack',
  'medicine_ball',
  'landmine',
  'rack',
  'bench',
  'box',
  'cable',
  'machine',
  'smith_machine',
  'band',
  'trx',
  'rings',
  'pull_up_bar',
  'dip_bars',
  'ab_wheel',
  'swiss_ball',
  'sliders',
  'foam_roller',
  'sled',
  'battle_rope',
  'jump_rope',
  'rower',
  'ski_erg',
  'bike',
  'treadmill',
  'elliptical',
  'stair_climber',
] as const;

export const LEVELS = ['beginner', 'intermediate', 'advanced'] as const;

export const MEASUREMENTS = [
  'weight_reps',
  'reps',
  'assisted_reps',
  'duration',
  'weight_duration',
  'distance_duration',
  'weight_distance',
] as const;

export const PATTERNS = [
  'squat',
  'hinge',
  'lunge',
  'horizontal_push',
  'horizontal_pull',
  'vertical_push',
  'vertical_pull',
  'olympic',
  'carry',
  'rotation',
  'anti_rotation',
  'anti_extension',
  'anti_lateral_flexion',
  'core_flexion',
  'core_extension',
  'jump',
  'throw',
  'locomotion',
  'isolation',
  'mobility',
] as const;
