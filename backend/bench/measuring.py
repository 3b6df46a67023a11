"""Throughput beside the floor, by turns."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from backend.bench.load import Result, ask
from backend.bench.paths import HotPath
from backend.bench.stand import ROOT, Served

CONNECTIONS = 16
TURNS = 3


def measure(address: str, requests: Sequence[str], seconds: float, connections: int = CONNECTIONS) -> Result:
    """Drive one app from a process of its own."""
    job = {"url": address, "requests": list(requests), "connections": connections, "seconds": seconds}
    answer = subprocess.run(
        [sys.executable, "-m", "backend.bench.load"],
        input=orjson.dumps(job),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return Result(**orjson.loads(answer.stdout))


def alone(app: Served, request: str, seconds: float) -> Result:
    """Response times of one request after the other."""
    measure(app.address, [request], min(1.0, seconds), 2)
    return measure(app.address, [request], seconds, 1)


def compare(paths: Sequence[HotPath], floor: Served, stoke: Served) -> None:
    """Raises ValueError unless both apps answer the same bytes to the first request of each path."""
    for path in paths:
        first, second = (
            ask(app.address, requests[0]) for app, requests in ((stoke, path.requests), (floor, path.floor_requests))
        )
        if first != second:
            raise ValueError(f"{path.label}: the floor answers otherwise\n{first.decode()}\n{second.decode()}")


def beside(path: HotPath, floor: Served, stoke: Served, seconds: float) -> dict[str, Any]:
    """One line of the table."""
    below, above = Turns(floor, path.floor_requests), Turns(stoke, path.requests)
    # By turns, so that whatever else runs on the machine slows both.
    for _ in range(TURNS):
        below.run(seconds / TURNS)
        above.run(seconds / TURNS)
    cpu = below.cpu_ms / above.cpu_ms if above.cpu_ms else 0.0
    return {
        "path": path.label,
        "target": path.target,
        "ratio": round(above.result.per_second / below.result.per_second, 3),
        "cpu_ratio": round(cpu, 3),
        "cpu_ms": round(above.cpu_ms, 3),
        "statements": len(path.recorded.statements),
        "stoke": asdict(above.result),
        "floor": asdict(below.result),
    }


class Turns:
    """Measurements of one path on one app. `result` is the middle one by throughput."""

    def __init__(self, app: Served, requests: Sequence[str]) -> None:
        self._app = app
        self._requests = list(requests)
        self._results: list[Result] = []
        self._cpu = 0.0
        measure(app.address, self._requests, 1.0)

    def run(self, seconds: float) -> None:
        """Measure once more."""
        before = self._app.cpu_seconds()
        self._results.append(measure(self._app.address, self._requests, seconds))
        self._cpu += self._app.cpu_seconds() - before

    @property
    def result(self) -> Result:
        return sorted(self._results, key=lambda result: result.per_second)[len(self._results) // 2]

    @property
    def cpu_ms(self) -> float:
        """CPU time of the app for one request, the database's left out."""
        return 1000 * self._cpu / max(1, sum(result.count for result in self._results))
