"""Who is on the attention list and in the grid of days, decided where the rows are.

The database ranks by the thresholds of `attention`, and answers how many there are and who comes first; the pure
function is then asked about these few alone. All that it ranks by is written in the transaction of what happened
(workouts, programs, and the day of the last workout in `training_stats`), so that the home is true at once, and days
are compared with today at the time of reading, so that midnight changes it without anybody's doing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TEXT,
    Date,
    Executable,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy import Uuid as SqlUuid

from backend.core.access import Access, Scope
from backend.core.db.prepared import Prepared, Variants
from backend.core.db.read import ReadSession
from backend.domains.analytics.attention import (
    ENDS_WITHIN_DAYS,
    JOIN_WITHIN_DAYS,
    MISSED,
    MISSED_WITHIN_DAYS,
    QUIET_DAYS,
    URGENCY,
    Kind,
    Standing,
)
from backend.domains.analytics.policies import coached
from backend.domains.clients.models import Client
from backend.domains.clients.policies import looking
from backend.domains.training.models import Program, Workout
from backend.domains.workouts.models import TrainingStats

ATTENTION_LIMIT = 20
HEAT_LIMIT = 12

# Words of ours are written out: the planner then knows how many rows have them, and may use an index on them alone.
_OPEN = literal_column("'active'")
_DONE = literal_column("'completed'")
_NOT_DONE = literal_column("('planned', 'skipped')")
_INVITED = literal_column("'invited'")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How many clients need attention, the first of them, and whose days are shown; the most pressing first."""

    attention_count: int
    attention: list[UUID]
    heat: list[UUID]


async def ranking(read: ReadSession, access: Access, today: date, time_zone: str) -> Ranking:
    """Rank the clients one coaches, in one statement. `time_zone` is where `today` is and where clients were added."""
    row = await read.first(_ranking(access.scope), {**looking(access), **_days(today), "time_zone": time_zone})
    assert row is not None
    return Ranking(**row)


async def standings(read: ReadSession, clients: Collection[UUID], today: date, time_zone: str) -> dict[UUID, Standing]:
    """What is known of these clients."""
    values = {"organization_id": read.organization_id, "clients": list(clients), **_days(today), "time_zone": time_zone}
    rows = await read.all(_STANDINGS, values) if clients else []
    for row in rows:
        row["weekdays"] = tuple(row["weekdays"])
    return {row["client_id"]: Standing(**row) for row in rows}


def _days(today: date) -> dict[str, date]:
    return {
        "today": today,
        "missed_from": today - timedelta(days=MISSED_WITHIN_DAYS),
        "missed_until": today - timedelta(days=1),
        "quiet_since": today - timedelta(days=QUIET_DAYS),
        "ends_until": today + timedelta(days=ENDS_WITHIN_DAYS),
        "waits_since": today - timedelta(days=JOIN_WITHIN_DAYS),
    }


def _day(name: str) -> SQLColumnExpression[date]:
    return bindparam(name, type_=Date)


def _added_on() -> SQLColumnExpression[date]:
    return cast(func.timezone(bindparam("time_zone", type_=TEXT), Client.created_at), Date)


def _is_missed() -> SQLColumnExpression[bool]:
    return and_(
        Workout.scheduled_on.between(_day("missed_from"), _day("missed_until")),
        Workout.status.op("IN")(_NOT_DONE),
    )


def _of_client(model: Any) -> SQLColumnExpression[bool]:
    return and_(model.organization_id == Client.organization_id, model.client_id == Client.id)


def _open_program() -> SQLColumnExpression[bool]:
    return and_(_of_client(Program), Program.status == _OPEN)


def _stats() -> SQLColumnExpression[bool]:
    return and_(TrainingStats.organization_id == Client.organization_id, TrainingStats.id == Client.id)


def _missed_enough(scope: Scope) -> Subquery:
    statement = select(Workout.client_id, func.count().label("missed")).where(
        Workout.organization_id == bindparam("access_organization_id"), _is_missed()
    )
    if scope is not Scope.ALL:
        # One trainer's clients are few: theirs are found one by one, rather than everybody's in one pass.
        statement = statement.join(Client, _of_client(Workout)).where(coached(scope))
    return statement.group_by(Workout.client_id).having(func.count() >= literal(MISSED)).subquery("missed")


def _build_ranking(scope: Scope) -> Executable:
    missed = _missed_enough(scope)
    # A limit, so that it is asked for the few it matters for, and not worked out for all programs beforehand.
    begun = (
        select(true())
        .where(Workout.organization_id == Program.organization_id, Workout.program_id == Program.id)
        .where(Workout.status == _DONE)
        .limit(literal_column("1"))
        .correlate(Program)
        .scalar_subquery()
    )
    added_on, seen_on = _added_on(), func.coalesce(TrainingStats.last_on, _added_on())
    waits = and_(Client.access == _INVITED, added_on <= _day("waits_since"))
    urgency = case(
        (missed.c.missed.is_not(None), _place("missed_workouts")),
        (and_(Program.id.is_(None), waits), _place("not_joined")),
        (Program.id.is_(None), _place("no_program")),
        (and_(seen_on <= _day("quiet_since"), begun), _place("gone_quiet")),
        (Program.end_on.between(_day("today"), _day("ends_until")), _place("program_ends")),
        (waits, _place("not_joined")),
    )
    looked_at = (
        select(
            Client.id,
            Client.sort_name,
            Program.id.is_not(None).label("has_program"),
            urgency.label("urgency"),
            missed.c.missed,
            seen_on.label("seen_on"),
            Program.end_on.label("ends_on"),
            added_on.label("added_on"),
        )
        .select_from(Client)
        .outerjoin(missed, missed.c.client_id == Client.id)
        .outerjoin(Program, _open_program())
        .outerjoin(TrainingStats, _stats())
        .where(coached(scope))
        .cte("looked_at")
    )
    client, place = looked_at.c, looked_at.c.urgency
    worst_first = (
        place,
        case((place == _place("missed_workouts"), -client.missed)),
        case(
            (place == _place("gone_quiet"), client.seen_on),
            (place == _place("program_ends"), client.ends_on),
            (place > _place("program_ends"), client.added_on),
        ),
    )
    # Letters are compared as Python compares them.
    by_name = (client.sort_name.collate("C"), client.id)
    needed = place.is_not(None)
    attention = select(client.id).where(needed).order_by(*worst_first, *by_name).limit(ATTENTION_LIMIT)
    # Those who need nobody have no place, so that they come last, and by name.
    heat = select(client.id).where(client.has_program).order_by(*worst_first, *by_name).limit(HEAT_LIMIT)
    return select(
        select(func.count()).select_from(looked_at).where(needed).scalar_subquery().label("attention_count"),
        _listed(attention).label("attention"),
        _listed(heat).label("heat"),
    )


def _place(kind: Kind) -> SQLColumnExpression[int]:
    return literal_column(str(URGENCY[kind]))


def _listed(statement: Select[UUID]) -> SQLColumnExpression[Any]:
    return func.array(statement.scalar_subquery(), type_=ARRAY(SqlUuid))


_ranking = Variants(_build_ranking, planned_anew=True)


def _build_standings() -> Executable:
    missed = select(func.count()).where(_of_client(Workout), _is_missed()).correlate(Client).scalar_subquery()
    done = (
        select(func.count())
        .where(Workout.organization_id == Program.organization_id, Workout.program_id == Program.id)
        .where(Workout.status == _DONE)
        .correlate(Program)
        .scalar_subquery()
    )
    return (
        select(
            Client.id.label("client_id"),
            func.trim(Client.first_name + " " + Client.last_name).label("name"),
            Client.sort_name,
            _added_on().label("added_on"),
            Client.access,
            TrainingStats.last_on.label("last_workout_on"),
            missed.label("missed"),
            Program.id.label("program_id"),
            Program.name.label("program_name"),
            Program.end_on.label("program_ends_on"),
            done.label("program_done"),
            func.coalesce(Program.total_workouts, 0).label("program_total"),
            func.coalesce(Program.training_days, cast(literal("{}"), Program.training_days.type)).label("weekdays"),
        )
        .select_from(Client)
        .outerjoin(Program, _open_program())
        .outerjoin(TrainingStats, _stats())
        .where(
            Client.organization_id == bindparam("organization_id"),
            Client.id == any_(bindparam("clients", type_=ARRAY(SqlUuid))),
        )
    )


_STANDINGS = Prepared(_build_standings())
