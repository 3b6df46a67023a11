"""Shapes of the trainer's home."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.domains.analytics.attention import Kind
from backend.domains.workouts.scoring import RecordKind


class Figures(BaseModel):
    """Weeks start on Monday, in the organization's time zone. Adherence is 0 to 100, null when nothing was due."""

    active_clients: int
    trained_this_week: int = Field(description="Active clients with a finished workout this week.")
    trained_last_week: int = Field(description="The same, last week up to the same weekday.")
    workouts_this_week: int
    adherence_28: int | None
    adherence_28_before: int | None = Field(description="The 28 days before those.")
    adherence_weeks: list[int | None] = Field(description="The last eight weeks, the oldest first.")
    records_this_week: int
    records_people: int


class AttentionItem(BaseModel):
    """A client who needs the trainer. `days` is since the last workout, since they were added, or until the end."""

    client_id: UUID
    client_name: str
    kind: Kind
    days: int | None
    missed: int
    last_workout_on: date | None
    weekdays: list[int] = Field(description="ISO weekdays on which the client trains.")
    program_id: UUID | None
    program_name: str | None
    program_ends_on: date | None
    program_done: int
    program_total: int


class FeedRecord(BaseModel):
    """A record that fell in a workout of the feed."""

    kind: RecordKind
    exercise_name: str
    value: float
    weight_kg: float | None
    reps: int | None


class FeedItem(BaseModel):
    """Somebody trained or is training now."""

    session_id: UUID
    client_id: UUID
    client_name: str
    kind: Literal["finished", "training"]
    workout_name: str
    at: datetime
    sets: int
    volume_kg: float
    duration_s: int | None
    exercises_done: int
    exercises_planned: int | None
    records: list[FeedRecord]


class TodayItem(BaseModel):
    """A workout planned for today."""

    workout_id: UUID
    client_id: UUID
    client_name: str
    workout_name: str
    minutes: int
    state: Literal["planned", "training", "done", "skipped"]


class HeatRow(BaseModel):
    """28 days of one client, today being the last: null nothing planned, 0 missed, 1 done, 2 beyond the plan."""

    client_id: UUID
    client_name: str
    days: list[Literal[0, 1, 2] | None]
    percent: int | None


class Home(BaseModel):
    """The trainer's home. `attention` holds the first of `attention_count`."""

    today_on: date
    figures: Figures
    attention: list[AttentionItem]
    attention_count: int
    feed: list[FeedItem]
    today: list[TodayItem]
    heat: list[HeatRow]
