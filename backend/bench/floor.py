"""The floor: Starlette and asyncpg on the same uvicorn, as the app role under row-level security.

Each path runs the very statements that Stoke ran for it, in one connection that remembers its tenant, serialises the
rows with orjson, and answers the bytes that Stoke answered. Nothing can be left out of it but the server itself.
"""

import os
import pickle
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.core.db.connection import tenant_sql

UPSERT_SETS = """
INSERT INTO set_logs (organization_id, id, session_log_id, exercise_log_id, set_number, kind, reps, weight_kg, rpe,
    done_at, revision, deleted)
SELECT $1, row.id, $2, row.exercise_log_id, row.set_number, row.kind, row.reps, row.weight_kg, row.rpe, row.done_at,
    row.revision, false
FROM jsonb_to_recordset($3::text::jsonb) AS row (id uuid, exercise_log_id uuid, set_number int, kind text, reps int,
    weight_kg numeric, rpe numeric, done_at timestamptz, revision bigint)
ON CONFLICT (organization_id, id) DO UPDATE SET reps = excluded.reps, weight_kg = excluded.weight_kg,
    rpe = excluded.rpe, done_at = excluded.done_at, revision = excluded.revision, updated_at = now()
"""
"""The least that a durable set batch needs: the rows, the session's time, one commit."""

TOUCH_SESSION = "UPDATE session_logs SET updated_at = now() WHERE organization_id = $1 AND id = $2"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What Stoke did for one path: statements with their parameters, whether they write, and the answer."""

    path: str
    statements: list[tuple[str, tuple[Any, ...]]]
    writes: bool
    body: bytes


def save(path: Path, organization_id: UUID, recorded: dict[str, Recorded]) -> None:
    """Hand the recordings to the floor's processes."""
    path.write_bytes(pickle.dumps((organization_id, recorded)))


def create_app() -> Starlette:
    """The floor's app. Reads what to do from the file that STOKE_BENCH_RECORDED names."""
    # The file is written by the bench itself, a moment before.
    loaded: tuple[UUID, dict[str, Recorded]] = pickle.loads(Path(os.environ["STOKE_BENCH_RECORDED"]).read_bytes())  # noqa: S301
    organization_id, recorded = loaded
    pools: list[asyncpg.Pool] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        del app
        # Without a reset the connection keeps its tenant, as Stoke's reading connections do.
        pools.append(
            await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=16, max_size=16, init=_prepare, reset=_keep)
        )
        yield
        await pools[0].close()

    async def _prepare(connection: Any) -> None:
        await connection.execute(tenant_sql(organization_id, None, local=False))
        for kind in ("json", "jsonb"):
            await connection.set_type_codec(kind, schema="pg_catalog", encoder=str, decoder=orjson.loads, format="text")

    async def _keep(connection: Any) -> None:
        del connection

    def reading(what: Recorded) -> Any:
        async def handle(request: Request) -> Response:
            del request
            async with pools[0].acquire() as connection:
                for statement, parameters in what.statements:
                    rows = await connection.fetch(statement, *parameters)
                    orjson.dumps([dict(row) for row in rows], default=str)
            return Response(what.body, media_type="application/json")

        return handle

    def writing(what: Recorded) -> Any:
        begin = f"BEGIN; {tenant_sql(organization_id, None, local=True)}"

        async def handle(request: Request) -> Response:
            sets = orjson.loads(await request.body())["sets"]
            session_id = request.path_params["session_id"]
            async with pools[0].acquire() as connection:
                await connection.execute(begin)
                await connection.execute(UPSERT_SETS, organization_id, session_id, orjson.dumps(sets).decode())
                await connection.execute(TOUCH_SESSION, organization_id, session_id)
                await connection.execute("COMMIT")
            return Response(what.body, media_type="application/json")

        return handle

    return Starlette(
        routes=[
            Route(f"/{name}/{{session_id:uuid}}", writing(what), methods=["POST"])
            if what.writes
            else Route(f"/{name}", reading(what))
            for name, what in recorded.items()
        ],
        lifespan=lifespan,
    )
