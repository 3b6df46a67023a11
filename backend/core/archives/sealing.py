"""Giving archived months to the key that encrypts now, file by file: each is replaced at once, and read until then."""

from collections.abc import Iterable

from backend.core.archives.files import FIRST, Archives
from backend.core.clock import now
from backend.core.db.partitions import Month


async def reseal(archives: Archives, tables: Iterable[str]) -> int:
    """Seal anew what is not under the first key; how many files. Raises `ArchiveError` for one that does not open."""
    count = 0
    for table in tables:
        month = FIRST
        while month <= Month.of(now()):
            count += await archives.reseal(table, month)
            month = month.plus(1)
    return count
