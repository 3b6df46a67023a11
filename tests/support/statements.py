"""Counting SQL statements."""

from collections.abc import Generator
from contextlib import contextmanager

from tests.support.stoke import Stoke


@contextmanager
def count_statements(stoke: Stoke) -> Generator[list[str]]:
    """The statements that the app sends inside the block, without transaction control and the tenant setting."""
    sent: list[str] = []
    with stoke.runtime.database.watched(lambda statement, _: sent.append(statement)):
        yield sent
