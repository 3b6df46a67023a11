"""Whose request runs now: read by log lines, traces and faults, so that nobody has to pass ids along."""

from collections.abc import Mapping
from contextvars import ContextVar

from starlette.types import Scope

_NOTHING: Mapping[str, str] = {}

current_request: ContextVar[Scope | None] = ContextVar("stoke_request", default=None)
"""The ASGI scope, set by the outermost middleware. Its ids are read only when a line is written: that costs nothing."""

current_job: ContextVar[Mapping[str, str]] = ContextVar("stoke_job", default=_NOTHING)
"""The ids of a background job: `job`, `organization_id`, `event_id`, `trace_id`."""


def current_ids() -> dict[str, str]:
    """Ids of the request, organization and user, or of the job, that runs now; no key for what is not known."""
    scope = current_request.get()
    if scope is None:
        return dict(current_job.get())
    found: dict[str, str] = {}
    if request_id := scope.get("request_id"):
        found["request_id"] = request_id
    if trace_id := scope.get("trace_id"):
        found["trace_id"] = trace_id
    access = scope.get("state", {}).get("access")
    if access is not None:
        found["organization_id"] = str(access.organization_id)
        found["user_id"] = str(access.user_id)
    return found
