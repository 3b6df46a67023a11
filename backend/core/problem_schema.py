"""Problem details in OpenAPI: the schema, and which errors a route can give."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from backend.core.errors import Invalid, StokeError, TooManyRequests, Unavailable


class ProblemField(BaseModel):
    """What is wrong with one part of the input."""

    where: str = Field(alias="in", description="body, query, path or header")
    pointer: str = Field(description="JSON pointer (RFC 6901) to the part, such as /first_name")
    message: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str = Field(description="Stable, for programs.")
    detail: str
    errors: list[ProblemField]
    request_id: str


def responses_of(errors: Sequence[type[StokeError]]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these errors and for those that every route can give."""
    titles: dict[int, list[str]] = {}
    for error in (*errors, Invalid, TooManyRequests, Unavailable):
        titles.setdefault(error.status, []).append(f"`{error.code}`: {error.title}")
    return {
        status: {
            "model": Problem,
            "description": "; ".join(dict.fromkeys(texts)),
            "content": {"application/problem+json": {}},
        }
        for status, texts in sorted(titles.items())
    }
