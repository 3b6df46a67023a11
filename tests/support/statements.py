"""Counting SQL statements."""

from collections.abc import Generator
from contextlib import contextmanager

from tests.support.stoke import Stoke

_MEMBERSHIP = "JOIN user_sessions"
"""Whether a membership stands is asked once a second, so that it falls into one block or another by chance."""
_OPENINGS = "INSERT INTO openings"
"""Who looked is written a moment after the answer, by a task of its own."""


@contextmanager
def count_statements(stoke: Stoke) -> Generator[list[str]]:
    """The statements that the app sends inside the block, without transaction control, tenant setting and access."""
    sent: list[str] = []

    def note(statement: str, _: object) -> None:
        if _MEMBERSHIP not in statement and not statement.startswith(_OPENINGS):
            sent.append(statement)

    with stoke.runtime.database.watched(note):
        yield sent
