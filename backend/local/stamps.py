"""Know whether something has to be made again: a hash of what it was made from, kept beside it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *facts: str) -> str:
    """A hash over names and contents of `files` and over further `facts` (versions, places)."""
    total = hashlib.sha256()
    for fact in facts:
        total.update(fact.encode() + b"\0")
    for path in sorted(files):
        total.update(str(path).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    """Whether `stamp` holds `value`."""
    return stamp.exists() and stamp.read_text().strip() == value


def write(stamp: Path, value: str) -> None:
    """Note that the thing beside `stamp` was made from what `value` describes."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n")
