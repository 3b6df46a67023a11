"""What one process keeps: the answers used last, up to a number of bytes."""

import time
from collections import OrderedDict
from dataclasses import dataclass

State = tuple[int, ...]
"""How often each tag of a key was dropped here. Grows only, so an answer that was made before a drop never fits."""

_OVERHEAD = 400
"""Bytes of the objects around one answer, roughly."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, and the strong validator of exactly these bytes."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class _Entry:
    answer: Answer
    state: State
    until: float


class LocalAnswers:
    """Answers by key, the longest unused one dropped first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self.size = 0
        """Bytes that are kept."""

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str, state: State) -> Answer | None:
        """The answer, if it was kept under this very state and is not past its time."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.state != state or entry.until < time.monotonic():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry.answer

    def put(self, key: str, state: State, answer: Answer, seconds: float) -> None:
        """Keep an answer; one that would take more than a quarter of all is not kept."""
        size = _size(key, answer)
        if size * 4 > self._limit:
            return
        self._drop(key)
        self._entries[key] = _Entry(answer, state, time.monotonic() + seconds)
        self.size += size
        while self.size > self._limit:
            self._drop(next(iter(self._entries)))

    def clear(self) -> None:
        """Drop everything."""
        self._entries.clear()
        self.size = 0

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= _size(key, entry.answer)


def _size(key: str, answer: Answer) -> int:
    return len(answer.body) + len(key) + _OVERHEAD
