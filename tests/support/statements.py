"""Counting SQL statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.support.stoke import Stoke


@contextmanager
def count_statements(stoke: Stoke) -> Iterator[list[str]]:
    """The statements that the app sends inside the block, without transaction control and the tenant setting."""
    database = stoke.runtime.database
    engines = [getattr(database, name).sync_engine for name in ("_read", "_write", "_system")]
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
