"""The floor: Starlette and asyncpg on the same uvicorn, as the app role under row-level security.

Each path runs the very statements that Stoke ran for it, in one connection that remembers its tenant, and makes the
very answer from their rows; `__main__` compares both byte by byte before it measures. What it leaves out is what a
server does around that: who asks, what they may, limits, validation, merging, logs.
"""

import base64
import os
import pickle
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.core import clock
from backend.core.db.connection import tenant_sql
from backend.core.pagination import tag_of
from backend.domains.organizations.permissions import GROUPS
from backend.domains.workouts.service.today import assembled

WRITE_SETS = """
WITH written AS (
    INSERT INTO set_logs (organization_id, id, session_log_id, exercise_log_id, set_number, kind, reps, weight_kg, rpe,
        done_at, revision, deleted)
    SELECT $1, row.id, $2, row.exercise_log_id, row.set_number, row.kind, row.reps, row.weight_kg, row.rpe, row.done_at,
        row.revision, false
    FROM jsonb_to_recordset($3::text::jsonb) AS row (id uuid, exercise_log_id uuid, set_number int, kind text, reps int,
        weight_kg numeric, rpe numeric, done_at timestamptz, revision bigint)
    ON CONFLICT (organization_id, id) DO UPDATE SET reps = excluded.reps, weight_kg = excluded.weight_kg,
        rpe = excluded.rpe, done_at = excluded.done_at, revision = excluded.revision, updated_at = now()
)
UPDATE session_logs SET updated_at = now() WHERE organization_id = $1 AND id = $2
"""
"""The least that a durable set batch needs: the rows and the session's time in one statement, which is one commit."""

READ_SESSION = """
SELECT status,
    (SELECT array_agg(ROW(e.id::text, e.position, e.exercise_id::text, e.revision) ORDER BY e.position, e.id)
        FROM exercise_logs e WHERE e.organization_id = $1 AND e.session_log_id = $2) AS exercises,
    (SELECT array_agg(ROW(s.id::text, s.exercise_log_id::text, s.set_number, s.kind, s.reps, s.weight_kg::float8,
        s.rpe::float8, s.done_at, s.revision) ORDER BY s.exercise_log_id, s.set_number, s.id)
        FROM set_logs s WHERE s.organization_id = $1 AND s.session_log_id = $2) AS sets
FROM session_logs WHERE organization_id = $1 AND id = $2
"""

CONNECTIONS = 16
"""Of each process, for each organization: as many as there are requests at once."""

Rows: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What Stoke did for one path: statements with their parameters, and whether they write."""

    organization_id: UUID
    statements: list[tuple[str, tuple[Any, ...]]]
    writes: bool


def save(path: Path, recorded: dict[str, Recorded]) -> None:
    """Hand the recordings to the floor's processes."""
    path.write_bytes(pickle.dumps(recorded))


def _access(found: Sequence[Rows]) -> dict[str, Any]:
    del found
    return {
        "groups": [
            {
                "name": group.name,
                "title": group.title,
                "permissions": [
                    {
                        "name": one.name,
                        "description": one.description,
                        "scopes": one.scopes,
                        "sensitive": one.sensitive,
                    }
                    for one in group.permissions
                ],
            }
            for group in GROUPS
        ]
    }


def _clients(found: Sequence[Rows]) -> dict[str, Any]:
    rows, limit = found[0], 50
    items = [
        {
            "id": row["id"],
            "first_name": row["first_name"],
            "last_name": row["last_name"],
            "email": row["email"],
            "phone": row["phone"],
            "status": row["status"],
            "trainer": {"member_id": row["trainer_member_id"], "name": row["trainer_name"]},
            "access": row["access"],
            "facts": {
                "last_workout_on": row["last_workout_on"],
                "week_done": row["week_done"],
                "week_planned": row["week_planned"],
                "streak_weeks": row["streak_weeks"],
                "adherence_28": row["adherence_28"],
                "program_name": row["program_name"],
                "program_ends_on": row["program_ends_on"],
                "next_workout_on": row["next_workout_on"],
            },
            "created_at": row["created_at"],
        }
        for row in rows[:limit]
    ]
    return {
        "items": items,
        "next_cursor": _cursor("clients", rows, limit, ("sort_key", str, False), ("id", UUID, False)),
    }


def _exercises(found: Sequence[Rows]) -> dict[str, Any]:
    rows, limit = found[0], 20
    plain = (
        "id", "name", "aliases", "primary_muscles", "secondary_muscles", "equipment", "level", "measurement",
        "movement_pattern", "mechanics", "unilateral", "mine", "editable", "archived",
    )  # fmt: skip
    items = [
        {**{name: row[name] for name in plain}, "category": {"id": row["category_id"], "name": row["category_name"]}}
        for row in rows[:limit]
    ]
    order = ("rank", int, False), ("name_key", str, False), ("id", UUID, False)
    return {"items": items, "next_cursor": _cursor("exercises", rows, limit, *order)}


def _today(found: Sequence[Rows]) -> dict[str, Any]:
    standing, days = found
    return assembled(clock.today(standing[0]["time_zone"]), dict(standing[0]), [dict(row) for row in days])


def _cursor(name: str, rows: Rows, limit: int, *order: tuple[str, type, bool]) -> str | None:
    if len(rows) <= limit:
        return None
    text = orjson.dumps([tag_of(name, order), *(rows[limit - 1][label] for label, _, _ in order)])
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


ANSWERS: dict[str, Callable[[Sequence[Rows]], dict[str, Any]]] = {
    "access": _access,
    "clients": _clients,
    "today": _today,
    "exercises": _exercises,
    "exercises-kept": _exercises,
}
"""How rows become the answer, written out by hand."""


def _session(row: Any, applied: int) -> dict[str, Any]:
    sets = row["sets"]
    return {
        "applied": applied,
        "status": row["status"],
        "exercises": [
            {
                "id": entry[0],
                "position": entry[1],
                "block_id": None,
                "prescription_id": None,
                "exercise_id": entry[2],
                "planned_exercise_id": None,
                "note": None,
                "revision": entry[3],
            }
            for entry in row["exercises"]
        ],
        "sets": [
            {
                "id": entry[0],
                "exercise_log_id": entry[1],
                "set_number": entry[2],
                "kind": entry[3],
                "reps": entry[4],
                "weight_kg": entry[5],
                "rpe": entry[6],
                "duration_s": None,
                "distance_m": None,
                "done_at": entry[7],
                "revision": entry[8],
                "deleted": False,
            }
            for entry in sets
        ],
        "totals": {
            "sets": len(sets),
            "reps": sum(entry[4] for entry in sets),
            "volume_kg": sum(entry[4] * entry[5] for entry in sets),
            "exercises": len({entry[1] for entry in sets}),
        },
        "records_preview": [],
    }


def create_app() -> Starlette:
    """The floor's app. Reads what to do from the file that STOKE_BENCH_RECORDED names."""
    # The file is written by the bench itself, a moment before.
    recorded: dict[str, Recorded] = pickle.loads(Path(os.environ["STOKE_BENCH_RECORDED"]).read_bytes())  # noqa: S301
    pools: dict[UUID, asyncpg.Pool] = {}

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        # Without a reset a connection keeps its tenant, as Stoke's reading connections do.
        for organization_id in {what.organization_id for what in recorded.values()}:
            pools[organization_id] = await asyncpg.create_pool(
                os.environ["DATABASE_URL"],
                min_size=CONNECTIONS,
                max_size=CONNECTIONS,
                init=partial(_prepare, organization_id),
                reset=_keep,
            )
        yield
        for pool in pools.values():
            await pool.close()

    async def _prepare(organization_id: UUID, connection: Any) -> None:
        await connection.execute(tenant_sql(organization_id, None, local=False))
        for kind in ("json", "jsonb"):
            await connection.set_type_codec(kind, schema="pg_catalog", encoder=str, decoder=orjson.loads, format="text")

    async def _keep(connection: Any) -> None:
        del connection

    def reading(name: str, what: Recorded) -> Any:
        answer = ANSWERS[name]

        async def handle(request: Request) -> Response:
            del request
            if not what.statements:
                return Response(orjson.dumps(answer(())), media_type="application/json")
            async with pools[what.organization_id].acquire() as connection:
                found = [await connection.fetch(statement, *parameters) for statement, parameters in what.statements]
            return Response(orjson.dumps(answer(found), default=str), media_type="application/json")

        return handle

    def writing(what: Recorded) -> Any:
        organization_id = what.organization_id
        begin = f"BEGIN; {tenant_sql(organization_id, None, local=True)}"

        async def handle(request: Request) -> Response:
            sets = orjson.loads(await request.body())["sets"]
            session_id = request.path_params["session_id"]
            async with pools[organization_id].acquire() as connection:
                await connection.execute(begin)
                await connection.execute(WRITE_SETS, organization_id, session_id, orjson.dumps(sets).decode())
                row = await connection.fetchrow(READ_SESSION, organization_id, session_id)
                await connection.execute("COMMIT")
            return Response(orjson.dumps(_session(row, len(sets)), default=str), media_type="application/json")

        return handle

    return Starlette(
        routes=[
            Route(f"/{name}/{{session_id:uuid}}", writing(what), methods=["POST"])
            if what.writes
            else Route(f"/{name}", reading(name, what))
            for name, what in recorded.items()
        ],
        lifespan=lifespan,
    )
