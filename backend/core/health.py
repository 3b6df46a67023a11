"""Health says that the process runs; readiness, that it can serve, and if not, what is wrong and since when."""

from datetime import datetime
from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from backend.core.checks import Part
from backend.core.routing import Process, Router, public

router = Router(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"]


class PartReadiness(BaseModel):
    """`problem` says what is wrong; `since` when this process first saw the part in this state."""

    state: Literal["operational", "degraded", "down"]
    since: datetime
    problem: str | None


class Readiness(BaseModel):
    """Ready means that requests can be answered: with the database. Live updates and background work catch up later."""

    status: Literal["ready", "not_ready"]
    parts: dict[str, PartReadiness]


@router.get("/health", response_model=Health, dependencies=[public("asked by load balancers")])
async def get_health() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get(
    "/ready",
    response_model=Readiness,
    responses={503: {"model": Readiness, "description": "The database is missing"}},
    dependencies=[public("asked by load balancers; names no host and no secret")],
)
async def get_readiness(runtime: Process, response: Response) -> Readiness:
    """Whether the database, Redis (`live`) and a worker (`background`) answer: within a second, even if they do not."""
    parts = await runtime.checks.parts()
    ready = parts["database"].state != "down"
    response.status_code = 200 if ready else 503
    shown = {name: _shown(part) for name, part in parts.items()}
    return Readiness(status="ready" if ready else "not_ready", parts=shown)


def _shown(part: Part) -> PartReadiness:
    return PartReadiness(state=part.state, since=part.since, problem=part.problem)
