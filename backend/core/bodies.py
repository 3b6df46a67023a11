"""What came in, read strictly: JSON as RFC 8259 has it, and no text that Postgres cannot keep.

Python's own reader takes NaN, half a surrogate pair and any depth; each of them fails later, in a place that cannot
say which field it was.
"""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from backend.core.errors import FieldError, Invalid, NotFound, StokeError, TooLarge

_MESSAGE = "Leave out the zero character (U+0000)."


class UnusableBody(HTTPException):
    """FastAPI lets only its own kind of error through while it reads a body; this one carries ours."""

    def __init__(self, problem: StokeError) -> None:
        super().__init__(problem.status)
        self.problem = problem


def limited(receive: Receive, limit: int) -> Receive:
    """`receive`, which raises `UnusableBody` (413) at the piece that makes a body larger than `limit` bytes."""
    seen = 0

    async def receive_within() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise UnusableBody(TooLarge(f"Send {limit} bytes at most."))
        return message

    return receive_within


class StrictRequest(Request):
    """A request whose JSON is read by orjson, which refuses what the standard does not know."""

    async def json(self) -> Any:
        """The body. Raises `JSONDecodeError`, or `UnusableBody` naming each text that holds a zero character."""
        body = await self.body()
        content = orjson.loads(body)
        # In valid JSON the zero character can only be written as an escape, so that most bodies need no walk.
        if b"\\u0000" in body:
            found = [FieldError(place, _MESSAGE) for place in _zero_bytes(content, "")]
            if found:
                raise UnusableBody(Invalid(errors=found[:50]))
        return content


def refuse_unknown_query(request: Request, known: Collection[str]) -> None:
    """Raises `Invalid` for a parameter that a route does not have: a misspelled filter would answer everything."""
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        there = f"It has {', '.join(sorted(known))}." if known else "It has none."
        names = [name[:80].replace("~", "~0").replace("/", "~1") for name in unknown[:50]]
        raise Invalid(
            errors=[FieldError(f"/{name}", f"There is no such parameter. {there}", "query") for name in names]
        )


def refuse_zero_bytes(request: Request) -> None:
    """The same for the address: `Invalid` for a query parameter, `NotFound` for a path."""
    if "\x00" in request.scope["path"]:
        raise NotFound
    query: bytes = request.scope["query_string"]
    if b"%00" not in query and b"\x00" not in query:
        return
    names = [
        unquote_to_bytes(part.partition(b"=")[0]).decode(errors="replace").replace("\x00", "")
        for part in query.split(b"&")
        if b"\x00" in unquote_to_bytes(part)
    ]
    if names:
        raise Invalid(errors=[FieldError(f"/{name}", _MESSAGE, "query") for name in names])


def _zero_bytes(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, str):
        if "\x00" in value:
            yield place
    elif isinstance(value, dict):
        for key, item in value.items():
            part = str(key).replace("~", "~0").replace("/", "~1")
            if "\x00" in part:
                yield place
            else:
                yield from _zero_bytes(item, f"{place}/{part}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _zero_bytes(item, f"{place}/{index}")
