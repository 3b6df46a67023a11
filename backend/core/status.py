"""What anyone may know of how Stoke is: four parts, each operational, degraded or down. As JSON and as a page."""

from datetime import datetime
from importlib.resources import files
from typing import Literal

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader
from pydantic import BaseModel
from starlette.routing import Route

from backend.core import clock
from backend.core.checks import Part, State
from backend.core.routing import Process, Router, public, runtime_of

_REASON = "anyone may ask whether Stoke works; it tells four states and nothing else"
_FRESH = {"Cache-Control": "public, max-age=300"}
_NAMES = {
    "api": "App and API",
    "database": "Database",
    "live": "Live updates",
    "background": "Mail and background work",
}
_templates = Environment(
    loader=PackageLoader("backend.core", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)

router = Router(tags=["health"])


class PartStatus(BaseModel):
    """`since` is when the process that answered first saw the part in this state."""

    name: str
    state: Literal["operational", "degraded", "down"]
    since: datetime


class Status(BaseModel):
    """`state` is `down` without the database, `degraded` if any other part is not well."""

    state: Literal["operational", "degraded", "down"]
    asked_at: datetime
    parts: dict[str, PartStatus]


@router.get("/status", response_model=Status, dependencies=[public(_REASON)])
async def get_status(runtime: Process) -> Status:
    """Whether Stoke works: the API, the database, live updates, and mail and background work."""
    return status_of(await runtime.checks.parts(), runtime.started_at)


@router.get(
    "/status/style.css",
    response_class=Response,
    responses={200: {"description": "The style", "content": {"text/css": {"schema": {"type": "string"}}}}},
    dependencies=[public(_REASON)],
)
async def get_status_style() -> Response:
    """How the status page looks: a file of its own, since nothing inline is allowed."""
    style = files("backend.core").joinpath("templates/status.css").read_bytes()
    return Response(style, media_type="text/css", headers=_FRESH)


def status_of(parts: dict[str, Part], started_at: datetime) -> Status:
    """The public view of the parts, without what is wrong with them."""
    # That it answers says that it works, unless it can do nothing for anyone.
    database = parts["database"]
    api = Part("operational", started_at) if database.state != "down" else Part("degraded", database.since)
    all_parts = {"api": api, **parts}
    state: State = "operational"
    if database.state == "down":
        state = "down"
    elif any(part.state != "operational" for part in parts.values()):
        state = "degraded"
    shown = {key: PartStatus(name=_NAMES[key], state=part.state, since=part.since) for key, part in all_parts.items()}
    return Status(state=state, asked_at=clock.now(), parts=shown)


async def _page(request: Request) -> Response:
    runtime = runtime_of(request)
    status = status_of(await runtime.checks.parts(), runtime.started_at)
    text = _templates.get_template("status.html").render(status=status)
    return Response(text, media_type="text/html", headers={"Cache-Control": "no-store"})


page = Route("/status", _page, methods=["GET"])
"""The page for people."""
