"""Traces: one span per request or job, with its statements and calls below it. Off unless a composition root binds one.

What traces are made with stays behind `Tracer`; nothing of it is imported while the setting is off.
"""

from collections.abc import Mapping
from typing import Literal, Protocol

Kind = Literal["request", "job", "call"]
Attributes = Mapping[str, str | int]


class Span(Protocol):
    """Something that goes on. What happens meanwhile in the same task goes below it."""

    @property
    def trace_id(self) -> str:
        """32 hexadecimal digits."""
        ...

    def end(self, name: str, attributes: Attributes, *, failed: bool) -> None:
        """It is over. Only now is its name known: a request's route is found under way."""
        ...


class Tracer(Protocol):
    """Sends spans somewhere, in the background; what cannot be sent is dropped."""

    def begin(self, kind: Kind, parent: str | None) -> Span:
        """A span, below the W3C `traceparent` if one is given, else below the one that goes on, else a new trace."""
        ...

    def happened(self, name: str, seconds: float, attributes: Attributes) -> None:
        """A span that has just ended, below the one that goes on."""
        ...

    def traceparent(self) -> str | None:
        """Where others may go on, as W3C Trace Context writes it; None outside of any span."""
        ...

    def close(self) -> None:
        """Send what is left. Blocks for a few seconds at most."""
        ...


class Tracing:
    """The tracer of this process, if any."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None

    def traceparent(self) -> str | None:
        """See `Tracer`; None while tracing is off."""
        return None if self.tracer is None else self.tracer.traceparent()


tracing = Tracing()
