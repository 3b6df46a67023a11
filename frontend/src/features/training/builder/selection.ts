import type { ProgramDocument } from '../document/types';
import { findBlock, findDay, findPrescription } from '../document/walk';

/** What the inspector shows and the keys act on. */
export type Selection =
  | { kind: 'prescription'; id: string }
  | { kind: 'block'; id: string }
  | { kind: 'day'; id: string };

/** A selection that survived the last edit or undo, else null. */
export function valid(document: ProgramDocument, selection: Selection | null): Selection | null {
  if (!selection) return null;
  const find = { prescription: findPrescription, block: findBlock, day: findDay }[selection.kind];
  return find(document, selection.id) ? selection : null;
}

/** Names a block by its exercises: "Leg press and Nordic curl". */
export function blockName(
  block: { prescriptions: readonly { exercise_id: string }[] },
  nameOf: (exerciseId: string) => string,
): string {
  const names = block.prescriptions.map((part) => nameOf(part.exercise_id));
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}
