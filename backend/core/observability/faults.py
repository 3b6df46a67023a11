"""Errors that nobody expected: told to whoever watches, by kind and place, without a word of what people wrote.

The text of an exception may hold a person's values (a constraint quotes the row, `int()` its input). It is left out
unless its kind speaks of our code alone, and then what looks like an address is masked.
"""

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Protocol

from backend.core.observability.context import current_ids

_MAIL = re.compile(r"[^\s@<>'\"(]+@[^\s@<>'\")]+")
_OF_OUR_CODE = (AttributeError, TypeError, NameError, ImportError, NotImplementedError, RuntimeError, RecursionError)
_LENGTH = 300


class Reporter(Protocol):
    """Sends an error to a service that gathers them."""

    def report(self, error: BaseException, ids: Mapping[str, str]) -> None:
        """Returns at once; what cannot be sent is dropped."""
        ...

    def close(self) -> None:
        """Send what is left. Blocks for a few seconds at most."""
        ...


class Faults:
    """Where this process's unexpected errors go beside the log."""

    def __init__(self) -> None:
        self.reporter: Reporter | None = None

    def tell(self, error: BaseException, **ids: str) -> None:
        """An error that nobody expected, with the ids of what runs now and those given."""
        if self.reporter is not None:
            self.reporter.report(error, {**current_ids(), **ids})


faults = Faults()


def words(error: BaseException) -> str:
    """What may be told of an error beside its kind; empty where its text could hold a person's values."""
    state = getattr(error, "sqlstate", None) or getattr(getattr(error, "orig", None), "sqlstate", None)
    if state is not None:
        constraint = getattr(error, "constraint_name", None)
        return f"SQLSTATE {state}" + (f" of {constraint}" if constraint else "")
    if type(error) in _OF_OUR_CODE:
        return _MAIL.sub("…@…", str(error))[:_LENGTH]
    return ""


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those that led to it, last first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def told(error: BaseException) -> str:
    """A traceback for a log line: places and kinds as Python writes them, and `words` of each error."""
    parts: list[str] = []
    for one in reversed(list(chain(error))):
        frames = "".join(traceback.format_tb(one.__traceback__))
        kind = f"{type(one).__module__}.{type(one).__qualname__}".removeprefix("builtins.")
        parts.append(f"{frames}{kind}: {words(one)}".rstrip(": "))
    return "\n\n".join(parts)
