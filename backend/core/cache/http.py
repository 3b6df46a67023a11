"""A kept answer over HTTP: with a strong validator, so that a browser that has these bytes is sent none."""

from fastapi import Request, Response

from backend.core.cache.local import Answer


def response_of(request: Request, answer: Answer) -> Response:
    """200 with the bytes, or 304 when the browser named their validator.

    The browser may keep them for the one person, and asks each time: whether they are still so, and still theirs.
    """
    headers = {"Cache-Control": "private, no-cache", "ETag": answer.etag, "Vary": "Authorization"}
    named = request.headers.get("if-none-match")
    if named is not None and _names(named, answer.etag):
        return Response(status_code=304, headers=headers)
    return Response(answer.body, headers=headers, media_type="application/json")


def _names(named: str, etag: str) -> bool:
    """Whether an If-None-Match names a validator; weakly (RFC 9110, 13.1.2), as proxies that compress add W/."""
    return any(part.strip().removeprefix("W/") in (etag, "*") for part in named.split(","))
