"""Throughput beside the floor, by turns."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

import orjson

from backend.bench.load import Job, Result
from backend.bench.stand import ROOT, Served

CONNECTIONS = 16
TURNS = 3
MOST_PER_SECOND = 7_000
"""Requests made ready for a second where none may be sent twice; a faster app ends its turn early."""


class Requests(Protocol):
    """What is sent in one turn after the other."""

    @property
    def begins(self) -> str:
        """How the body of each answer begins."""
        ...

    @property
    def once(self) -> bool:
        """Whether none may be sent twice."""
        ...

    def take(self, count: int) -> list[str]:
        """At most so many, in order."""
        ...

    def went(self, count: int) -> None:
        """So many of what was taken were sent."""
        ...


@dataclass(frozen=True, slots=True)
class Repeated:
    """Requests that change nothing, over and over."""

    requests: Sequence[str]
    begins: str = ""
    once: bool = False

    def take(self, count: int) -> list[str]:
        """All of them."""
        del count
        return list(self.requests)

    def went(self, count: int) -> None:
        """They stay."""


def drive(job: Job) -> Result:
    """Drive one app from a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "backend.bench.load"],
        input=orjson.dumps(asdict(job)),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return Result(**orjson.loads(answer.stdout))


def measure(app: Served, requests: Requests, seconds: float, connections: int = CONNECTIONS) -> Result:
    """One turn."""
    taken = requests.take(int(seconds * MOST_PER_SECOND))
    result = drive(Job(app.addresses, taken, connections, seconds, once=requests.once, begins=requests.begins))
    requests.went(result.count)
    return result


def alone(app: Served, requests: Sequence[str], seconds: float) -> Result:
    """Response times over one connection, of one request after the other and of all by turns."""
    # Over several at first, so that every process has been asked.
    warming = measure(app, Repeated(requests), min(1.0, seconds), 4)
    result = measure(app, Repeated(requests), seconds, 1)
    return replace(result, errors=result.errors + warming.errors, failure=result.failure or warming.failure)


class Turns:
    """Measurements of one path on one app. `result` is the middle one by throughput."""

    def __init__(self, app: Served, requests: Requests) -> None:
        self._app = app
        self._requests = requests
        self._results: list[Result] = []
        self._cpu = 0.0
        self.warming = measure(app, requests, 1.0)

    def run(self, seconds: float) -> None:
        """Measure once more."""
        before = self._app.cpu_seconds()
        self._results.append(measure(self._app, self._requests, seconds))
        self._cpu += self._app.cpu_seconds() - before

    @property
    def result(self) -> Result:
        return sorted(self._results, key=lambda result: result.per_second)[len(self._results) // 2]

    @property
    def answers(self) -> int:
        """Of all turns, the warming up among them."""
        return sum(result.count for result in (self.warming, *self._results))

    @property
    def errors(self) -> int:
        """Of all turns, the warming up among them."""
        return sum(result.errors for result in (self.warming, *self._results))

    @property
    def failure(self) -> str:
        """How one of the errors began."""
        return next((result.failure for result in (self.warming, *self._results) if result.failure), "")

    @property
    def cpu_ms(self) -> float:
        """CPU time of the app for one request, the database's left out."""
        return 1000 * self._cpu / max(1, sum(result.count for result in self._results))


def by_turns(stoke: Turns, floor: Turns, seconds: float) -> dict[str, Any]:
    """What both did, each for `seconds` in all."""
    # By turns, so that whatever else runs on the machine slows both.
    for _ in range(TURNS):
        floor.run(seconds / TURNS)
        stoke.run(seconds / TURNS)
    return {
        "ratio": round(stoke.result.per_second / floor.result.per_second, 3),
        "cpu_ratio": round(floor.cpu_ms / stoke.cpu_ms, 3) if stoke.cpu_ms else 0.0,
        "cpu_ms": round(stoke.cpu_ms, 3),
        "stoke": {**asdict(stoke.result), "errors": stoke.errors, "failure": stoke.failure},
        "floor": {**asdict(floor.result), "errors": floor.errors, "failure": floor.failure},
    }
