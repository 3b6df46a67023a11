"""Every failure of a request as problem details; never a stack trace, never a bare 500 for bad input."""

from collections.abc import Sequence
from typing import Any, cast

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from backend.core.bodies import UnusableBody
from backend.core.db.outages import is_away
from backend.core.db.races import StartOver, lost_a_race
from backend.core.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    StokeError,
    TooLarge,
    Unavailable,
)
from backend.core.observability.faults import faults

log = structlog.get_logger(__name__)

MAX_FIELD_ERRORS = 50
_DATA_EXCEPTION = "22"


class MethodNotAllowed(StokeError):
    code = "method_not_allowed"
    status = 405
    title = "This address does not take this method"


class Unexpected(StokeError):
    code = "unexpected"
    status = 500
    title = "Something went wrong on our side"


def problem_response(error: StokeError, request: Request) -> Response:
    """The answer for an error."""
    request_id = str(request.scope.get("request_id", ""))
    # RFC 9110, 15.5.2: a 401 names how to sign in.
    headers = error.headers if error.status != 401 else {"WWW-Authenticate": "Bearer", **error.headers}
    return Response(
        orjson.dumps(error.as_problem(request_id), default=str),
        error.status,
        headers,
        media_type="application/problem+json",
    )


def pointer(location: Sequence[int | str]) -> str:
    """Pydantic's location as an RFC 6901 pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def invalid_from(errors: Sequence[Any]) -> Invalid:
    """Pydantic's or FastAPI's findings as field errors."""
    found: list[FieldError] = []
    for item in errors[:MAX_FIELD_ERRORS]:
        if item["type"] == "json_invalid":
            found.append(
                FieldError("", f"This is not valid JSON: {item['ctx']['error']} at character {item['loc'][-1]}.")
            )
            continue
        if item["loc"] == ("body",) and isinstance(item.get("input"), bytes):
            found.append(FieldError("", "Send JSON, with the header Content-Type: application/json."))
            continue
        where, *rest = item["loc"] or ("body",)
        if where not in ("body", "query", "path", "header"):
            where, rest = "body", list(item["loc"])
        message = str(item["msg"]).removeprefix("Value error, ")
        found.append(FieldError(pointer(rest), message, cast(Any, where)))
    return Invalid(errors=found)


def translate(error: Exception) -> StokeError:
    """The StokeError that tells best what happened."""
    if isinstance(error, StokeError):
        return error
    if isinstance(error, RequestValidationError):
        return invalid_from(error.errors())
    if isinstance(error, UnusableBody):
        return error.problem
    if isinstance(error, HTTPException):
        return _from_status(error)
    if isinstance(error, IntegrityError):
        return Conflict("This clashes with something that was saved in the meantime. Reload and try again.")
    if is_away(error) or lost_a_race(error):
        return Unavailable(headers={"Retry-After": "2"})
    if isinstance(error, DBAPIError) and str(getattr(error.orig, "sqlstate", "") or "").startswith(_DATA_EXCEPTION):
        return Invalid("A value is outside what can be stored.")
    return Unexpected()


def _from_status(error: HTTPException) -> StokeError:
    by_status: dict[int, type[StokeError]] = {404: NotFound, 405: MethodNotAllowed, 403: Forbidden, 413: TooLarge}
    kind = by_status.get(error.status_code)
    if kind is not None:
        return kind(headers=dict(error.headers or {}))
    if error.status_code == 400:
        return Invalid("The body could not be read: send valid JSON in UTF-8.")
    return Unexpected()


def install(app: FastAPI) -> None:
    """Make the app answer problem details everywhere."""

    async def answer(request: Request, error: Exception) -> Response:
        translated = translate(error)
        if isinstance(translated, Unexpected):
            log.error("request.failed", exc_info=error)
            faults.tell(error)
        return problem_response(translated, request)

    for kind in (
        StokeError,
        RequestValidationError,
        HTTPException,
        DBAPIError,
        PoolTimeout,
        ConnectionError,
        StartOver,
    ):
        app.add_exception_handler(kind, answer)
