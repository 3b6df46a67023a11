"""Counting SQL statements."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.support.stoke import Stoke


@contextmanager
def count_statements(stoke: Stoke) -> Generator[list[str]]:
    """The statements that the app sends inside the block, without transaction control and the tenant setting."""
    engines = [engine.sync_engine for engine in stoke.runtime.database.engines()]
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
