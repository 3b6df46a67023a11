import {
  DndContext,
  type DragEndEvent,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import type { CalendarWorkout } from '@/api/generated';
import { cx } from '@/lib/cx';
import { fullDate } from '@/lib/dates';
import { calendarWeekdays, monthWeeks } from '@/lib/months';

interface MonthGridProps {
  month: string;
  today: string;
  items: readonly CalendarWorkout[];
  onOpen: (workout: CalendarWorkout) => void;
  /** Null where nothing may be moved. */
  onMove: ((workout: CalendarWorkout, to: string) => void) | null;
}

export type StateText = 'done' | 'skipped' | 'missed' | 'planned';

/** What a state looks like, and what it is called for the ear. */
export function stateOf(workout: CalendarWorkout): { text: StateText; look: string } {
  if (workout.status === 'completed') return { text: 'done', look: 'border-good text-text' };
  if (workout.status === 'skipped')
    return { text: 'skipped', look: 'border-line-strong text-faint line-through' };
  if (workout.missed) return { text: 'missed', look: 'border-bad text-text' };
  return { text: 'planned', look: 'border-accent text-text' };
}

/** A month with its workouts, which are dragged to another day or opened to be moved by date. */
export function MonthGrid({ month, today, items, onOpen, onMove }: MonthGridProps) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const workout = items.find(({ id }) => id === active.id);
    if (workout && over) onMove?.(workout, String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragEnd={onDragEnd}
      accessibility={{
        // By key a workout is opened and moved there by date; dragging is for the pointer alone.
        screenReaderInstructions: { draggable: 'Press Enter to move or skip it.' },
      }}
    >
      <table
        aria-label="Planned workouts"
        className="w-full table-fixed border-separate border-spacing-0.5"
      >
        <thead>
          <tr>
            {calendarWeekdays().map((name) => (
              <th key={name} scope="col" className="py-1 text-xs font-medium text-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthWeeks(month).map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <DayCell
                  key={date}
                  date={date}
                  today={date === today}
                  outside={date.slice(0, 7) !== month.slice(0, 7)}
                >
                  {items
                    .filter((item) => item.scheduled_on === date)
                    .map((workout) => (
                      <WorkoutChip
                        key={workout.id}
                        workout={workout}
                        movable={onMove !== null && workout.status === 'planned'}
                        onOpen={() => onOpen(workout)}
                      />
                    ))}
                </DayCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </DndContext>
  );
}

interface DayCellProps {
  date: string;
  today: boolean;
  outside: boolean;
  children: React.ReactNode;
}

function DayCell({ date, today, outside, children }: DayCellProps) {
  const { setNodeRef, isOver } = useDroppable({ id: date });
  return (
    <td
      ref={setNodeRef}
      className={cx(
        'h-24 rounded-control border p-1.5 align-top',
        isOver ? 'border-accent bg-accent-wash' : 'border-line',
        outside && 'border-transparent',
      )}
    >
      <time
        dateTime={date}
        title={fullDate(date)}
        aria-current={today ? 'date' : undefined}
        className={cx(
          'grid size-6 place-items-center rounded-full text-sm tabular-nums',
          today && 'bg-accent font-semibold text-on-accent',
          !today && (outside ? 'text-faint' : 'text-soft'),
        )}
      >
        {Number(date.slice(8))}
      </time>
      <div className="mt-1 flex flex-col gap-1">{children}</div>
    </td>
  );
}

interface WorkoutChipProps {
  workout: CalendarWorkout;
  movable: boolean;
  onOpen: () => void;
}

function WorkoutChip({ workout, movable, onOpen }: WorkoutChipProps) {
  const { setNodeRef, listeners, transform, isDragging } = useDraggable({
    id: workout.id,
    disabled: !movable,
  });
  const { text, look } = stateOf(workout);
  return (
    <button
      {...listeners}
      ref={setNodeRef}
      type="button"
      onClick={onOpen}
      title={`${workout.name}, ${text}`}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      className={cx(
        'w-full truncate rounded border-l-2 bg-fill px-1.5 py-0.5 text-left text-xs hover:bg-fill-hover',
        look,
        isDragging && 'relative z-10 shadow-float',
      )}
    >
      {workout.name}
      <span className="sr-only">
        , {text}, {fullDate(workout.scheduled_on)}
      </span>
    </button>
  );
}
