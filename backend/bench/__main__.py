"""`make bench`: throughput against the floor, response times, and statements. Prints a table and keeps it as JSON."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from backend.bench.floor import save
from backend.bench.load import Result, ask
from backend.bench.paths import HotPath, growing_requests, home_request, hot_paths
from backend.bench.stand import ROOT, Served, add_clients, environment, fill, fresh_database, serving, settle
from backend.bench.year import fill_year
from backend.core.settings import Settings
from backend.local.services import embedded
from backend.main import create_app

CONNECTIONS = 16
CLIENTS = 10_000
HOME_MS = 200
GROWTH = 1.3
"""How many times slower the same page of the list may be in the largest studio."""

SEARCH_MS = 100
"""A search finds more in a larger studio, so that it has a time to keep."""

TURNS = 3


def measure(address: str, requests: list[str], seconds: float, connections: int = CONNECTIONS) -> Result:
    """Drive one app from a process of its own."""
    job = {"url": address, "requests": requests, "connections": connections, "seconds": seconds}
    answer = subprocess.run(
        [sys.executable, "-m", "backend.bench.load"], input=orjson.dumps(job), capture_output=True, check=True, cwd=ROOT
    )
    return Result(**orjson.loads(answer.stdout))


async def prepare(
    variables: dict[str, str], clients: int, admin_url: str
) -> tuple[UUID, list[HotPath], str, dict[str, str]]:
    """Fill the database and record what the hot paths do; answers the organization, the paths, home, what grows."""
    app = create_app(Settings(**_fields(variables)))
    async with app.router.lifespan_context(app):
        await fill(app.state.runtime.database, clients)
        await fill_year(app.state.runtime.database, admin_url)
        await settle(admin_url)
        return *await hot_paths(app), await home_request(app), await growing_requests(app)


async def grow(variables: dict[str, str], first: int, after_last: int, admin_url: str) -> None:
    """Add clients to the demo studio."""
    app = create_app(Settings(**_fields(variables)))
    async with app.router.lifespan_context(app):
        await add_clients(app.state.runtime.database, first, after_last)
    await settle(admin_url)


def compare(paths: Sequence[HotPath], floor: Served, stoke: Served) -> None:
    """Raises ValueError unless both apps answer the same bytes to the first request of each path."""
    for path in paths:
        first, second = (
            ask(app.address, requests[0]) for app, requests in ((stoke, path.requests), (floor, path.floor_requests))
        )
        if first != second:
            raise ValueError(f"{path.label}: the floor answers otherwise\n{first.decode()}\n{second.decode()}")


def _fields(variables: dict[str, str]) -> dict[str, Any]:
    names = {str(field.alias): name for name, field in Settings.model_fields.items()}
    return {names[key]: value for key, value in variables.items() if key in names} | {"log_level": "error"}


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m backend.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    parser.add_argument("--only", default="", help="part of a path's name")
    parser.add_argument(
        "--clients",
        type=int,
        nargs="+",
        default=[CLIENTS],
        help="of the studio, rising; several (1000 10000 100000) measure how its list and search grow",
    )
    options = parser.parse_args()
    sizes: list[int] = sorted(options.clients)
    out = ROOT / ".data" / "bench"
    with ExitStack() as stack:
        services = stack.enter_context(embedded(out))
        urls = asyncio.run(fresh_database(services))
        variables = environment(services, urls)
        organization_id, paths, home, growing = asyncio.run(prepare(variables, sizes[0], urls.admin))
        recording = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "recorded"
        save(recording, organization_id, {path.name: path.recorded for path in paths})
        floor_variables = {**variables, "STOKE_BENCH_RECORDED": str(recording)}
        floor = stack.enter_context(serving("backend.bench.floor:create_app", floor_variables, "/"))
        stoke = stack.enter_context(serving("backend.main:create_app", variables, "/api/health"))
        compare(paths, floor, stoke)
        rows = [_row(path, floor, stoke, options.seconds) for path in paths if options.only in path.name]
        answers = [_answer("Trainer's home, 500 clients, a year", HOME_MS, stoke, home)] if not options.only else []
        growth: dict[str, list[dict[str, Any]]] = {name: [] for name in growing} if len(sizes) > 1 else {}
        for before, size in zip([0, *sizes], sizes, strict=False):
            if growth and before:
                asyncio.run(grow(variables, before, size, urls.admin))
            for name, lines in growth.items():
                lines.append({"clients": size, **asdict(_alone(stoke, growing[name], options.seconds))})
    _print(rows)
    for line in answers:
        sys.stdout.write(f"{line['path']}: p50 {line['p50']:.0f} ms, p95 {line['p95']:.0f} ms ({line['target']} ms)\n")
    for name, lines in growth.items():
        steps = ", ".join(f"{line['clients']:,}: {line['p95']:.1f} ms" for line in lines)
        sys.stdout.write(f"{name}, p95 by clients: {steps}; {_times(lines):.2f} times\n")
    found = {"paths": rows, "answers": answers, "growth": growth}
    (out / "latest.json").write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    good = all(row["ratio"] >= row["target"] for row in rows) and all(line["p95"] < HOME_MS for line in answers)
    return 0 if good and _grows_well(growth) else 1


def _alone(stoke: Served, request: str, seconds: float) -> Result:
    """Response times of one request after the other."""
    measure(stoke.address, [request], 1.0, 2)
    return measure(stoke.address, [request], seconds, 1)


def _answer(label: str, target: int, stoke: Served, request: str) -> dict[str, Any]:
    return {"path": label, "target": target, **asdict(_alone(stoke, request, 5.0))}


def _grows_well(growth: dict[str, list[dict[str, Any]]]) -> bool:
    if not growth:
        return True
    return _times(growth["Client list"]) < GROWTH and growth["Client search"][-1]["p95"] < SEARCH_MS


def _times(lines: list[dict[str, Any]]) -> float:
    return lines[-1]["p95"] / max(lines[0]["p95"], 0.001)


def _row(path: HotPath, floor: Served, stoke: Served, seconds: float) -> dict[str, Any]:
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


def _print(rows: list[dict[str, Any]]) -> None:
    heads = (
        "path",
        "floor/s",
        "stoke/s",
        "ratio",
        "target",
        "CPU ratio",
        "CPU ms",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "SQL",
        "bytes",
        "errors",
    )
    lines = [
        (
            row["path"],
            f"{row['floor']['per_second']:.0f}",
            f"{row['stoke']['per_second']:.0f}",
            f"{row['ratio']:.2f}",
            f"{row['target']:.2f}",
            f"{row['cpu_ratio']:.2f}",
            f"{row['cpu_ms']:.2f}",
            *(f"{row['stoke'][name]:.1f}" for name in ("p50", "p95", "p99")),
            str(row["statements"]),
            str(row["stoke"]["bytes"]),
            str(row["stoke"]["errors"]),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (heads, *lines)) for column in range(len(heads))]
    for line in (heads, *lines):
        sys.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
