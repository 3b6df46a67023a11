"""Shapes of looking ahead and back: today, a planned workout, history, records, adherence."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.domains.training.document import WorkoutDay
from backend.domains.workouts.schemas.logging import RecordOut, SessionFull, SessionOut, SetKind

WorkoutStatus = Literal["planned", "completed", "skipped", "cancelled"]
Metric = Literal["estimated_1rm", "volume", "best_weight", "reps", "duration", "distance"]


class PlannedExercise(BaseModel):
    """One line of a workout's preview."""

    exercise_id: UUID
    name: str
    sets: int


class WorkoutCard(BaseModel):
    """A planned workout, short."""

    id: UUID
    program_id: UUID
    name: str
    scheduled_on: date
    status: WorkoutStatus
    minutes: int = Field(description="Estimated length.")


class WorkoutToday(WorkoutCard):
    """Today's workout with what is in it."""

    program_name: str
    phase: int
    week: int
    day: int
    exercises: list[PlannedExercise]
    sets: int


class InProgress(BaseModel):
    """The session that is open."""

    id: UUID
    workout_id: UUID | None
    name: str
    started_at: datetime
    exercises: int = Field(description="Exercises with at least one set done.")
    sets: int


class WeekDay(BaseModel):
    """One day of the current week: how many workouts were planned for it and how many done on it."""

    date: date
    planned: int
    done: int


class Today(BaseModel):
    """A client's day, on their own calendar. Weeks begin on Monday."""

    date: date
    time_zone: str
    client_id: UUID
    first_name: str
    workout: WorkoutToday | None
    in_progress: InProgress | None
    next: WorkoutCard | None
    week: list[WeekDay]
    streak_weeks: int
    week_done: int
    week_planned: int
    missed: list[WorkoutCard] = Field(description="At most three of the last two weeks, newest first.")


class PastSet(BaseModel):
    """A set of an earlier session."""

    set_number: int
    kind: SetKind
    reps: int | None
    weight_kg: float | None
    rpe: float | None
    duration_s: int | None
    distance_m: float | None


class LastTime(BaseModel):
    """The latest finished session with this exercise."""

    session_log_id: UUID
    performed_on: date
    sets: list[PastSet]


class SuggestedLoad(BaseModel):
    """A weight to start with, and where it comes from."""

    weight_kg: float
    basis: Literal["planned_weight", "percent_1rm", "last_time"]
    estimated_1rm_kg: float | None = Field(None, description="What the percentage was taken of.")


class Guidance(BaseModel):
    """What the logger shows beside one prescription."""

    prescription_id: UUID
    exercise_id: UUID
    last_time: LastTime | None
    suggested_load: SuggestedLoad | None


class WorkoutOut(BaseModel):
    """A planned workout with everything that the logger needs to run it without a network."""

    id: UUID
    program_id: UUID
    program_name: str
    client_id: UUID
    name: str
    scheduled_on: date
    status: WorkoutStatus
    phase: int
    week: int
    day: int
    completed_at: datetime | None
    version: int
    document: WorkoutDay
    guidance: list[Guidance] = Field(description="One for each prescription of the document, in its order.")
    log: SessionFull | None = Field(description="The session of this workout, open or finished.")


class ExerciseSummary(BaseModel):
    """What was done of one exercise in one session: the number of working sets and the heaviest of them."""

    exercise_id: UUID
    name: str
    sets: int
    best_weight_kg: float | None
    best_reps: int | None = Field(description="Repetitions of the heaviest set.")
    duration_s: int | None
    distance_m: float | None


class SessionRow(SessionOut):
    """One line of a client's history."""

    exercises: list[ExerciseSummary]


class ExerciseRecords(BaseModel):
    """Current bests of one exercise."""

    exercise_id: UUID
    exercise_name: str
    records: list[RecordOut]


class Records(BaseModel):
    """A client's bests by exercise, and the latest records of all."""

    bests: list[ExerciseRecords]
    recent: list[RecordOut] = Field(description="The last 20, baselines left out, newest first.")


class ExerciseWithHistory(BaseModel):
    exercise_id: UUID
    name: str
    measurement: str
    sessions: int
    sets: int
    last_on: date
    estimated_1rm_kg: float | None


class ExercisesWithHistory(BaseModel):
    items: list[ExerciseWithHistory]


class Point(BaseModel):
    date: date
    value: float


class ExerciseHistory(BaseModel):
    """One point per day with the exercise, oldest first: the day's best, or its sum for volume and repetitions.

    Units are kilograms, repetitions, seconds or metres by metric. The summary is null without points.
    """

    exercise_id: UUID
    exercise_name: str
    metric: Metric
    points: list[Point]
    sessions: int
    first: float | None
    latest: float | None
    best: float | None
    best_on: date | None


class AdherenceDay(BaseModel):
    """0 a planned workout was missed, 1 all that was planned was done, 2 more than planned, null nothing."""

    date: date
    state: Literal[0, 1, 2] | None


class AdherenceOut(BaseModel):
    """Done of due workouts. `percent` is null when nothing was due."""

    client_id: UUID
    done: int
    due: int
    percent: int | None
    days: list[AdherenceDay] = Field(description="The last days, today being the last.")


class LastTimeOut(BaseModel):
    """What was done of an exercise last time, and the weight that suggests; both null for a new exercise."""

    exercise_id: UUID
    last_time: LastTime | None
    estimated_1rm_kg: float | None
