"""Health says that the process runs; readiness, that it can serve, and if not, what is wrong."""

import asyncio
from typing import Literal

from fastapi import Response
from pydantic import BaseModel
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.core.routing import Process, Router, public
from backend.core.runtime import Runtime

router = Router(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"]


class Readiness(BaseModel):
    """`parts` says `ok` or what is wrong, for each part this process needs."""

    status: Literal["ready", "not_ready"]
    parts: dict[str, str]


@router.get("/health", response_model=Health, dependencies=[public("asked by load balancers")])
async def get_health() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get(
    "/ready",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "A part is missing"}},
    dependencies=[public("asked by load balancers; names no host and no secret")],
)
async def get_readiness(runtime: Process, response: Response) -> Readiness:
    """Whether the database and Redis answer."""
    database, redis = await asyncio.gather(_database(runtime), _redis(runtime))
    parts = {"database": database, "redis": redis}
    ready = database == "ok"
    response.status_code = 200 if ready else 503
    return Readiness(status="ready" if ready else "not_ready", parts=parts)


async def _database(runtime: Runtime) -> str:
    try:
        async with asyncio.timeout(3), runtime.database.read(None) as read:
            await read.scalar(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return f"does not answer ({type(error).__name__})"
    return "ok"


async def _redis(runtime: Runtime) -> str:
    try:
        async with asyncio.timeout(3):
            await runtime.redis.ping()
    except (RedisError, OSError, TimeoutError) as error:
        return f"does not answer ({type(error).__name__}); live updates and jobs wait for it"
    return "ok"
