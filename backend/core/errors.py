"""Errors that a person can do something about. Shown as RFC 9457 problem details."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one part of the input, and what to do. `pointer` is an RFC 6901 JSON pointer."""

    pointer: str
    message: str
    where: Literal["body", "query", "path", "header"] = "body"

    def as_json(self) -> dict[str, str]:
        return {"in": self.where, "pointer": self.pointer, "message": self.message}


class StokeError(Exception):
    """Base of every expected error: `code` is stable for programs, `title` and `detail` are for people."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def as_problem(self, request_id: str) -> dict[str, Any]:
        """The body of the answer."""
        return {
            "type": f"urn:stoke:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "errors": [error.as_json() for error in self.errors],
            "request_id": request_id,
            **self.extra,
        }


class Invalid(StokeError):
    code = "invalid"
    status = 422
    title = "Some of what was sent is not valid"


class Unauthenticated(StokeError):
    code = "unauthenticated"
    status = 401
    title = "Sign in to go on"


class Forbidden(StokeError):
    code = "forbidden"
    status = 403
    title = "Your role does not allow this"


class ProofRequired(Forbidden):
    """The page asks for the password, a code or a passkey, and sends the same request again."""

    code = "proof_required"
    title = "Prove that it is you to go on"


class ViewingAs(Forbidden):
    """Sent with `X-View-As`, which is for looking alone."""

    code = "viewing_as"
    title = "While you see Stoke as another role, nothing can be changed"


class NotFound(StokeError):
    code = "not_found"
    status = 404
    title = "There is nothing here, or you may not see it"


class Conflict(StokeError):
    code = "conflict"
    status = 409
    title = "This does not fit with what is there already"


class Gone(StokeError):
    code = "gone"
    status = 410
    title = "This is no longer available"


class TooLarge(StokeError):
    code = "too_large"
    status = 413
    title = "What was sent is too large"


class TooManyRequests(StokeError):
    code = "too_many_requests"
    status = 429
    title = "Too many requests, wait a moment"


class Unavailable(StokeError):
    code = "unavailable"
    status = 503
    title = "A part of Stoke does not answer just now, try again in a moment"
