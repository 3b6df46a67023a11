"""`make bench`: throughput against the floor, response times, and statements. Prints a table and keeps it as JSON."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from backend.bench.floor import save
from backend.bench.load import Result
from backend.bench.paths import HotPath, hot_paths
from backend.bench.stand import ROOT, environment, fill, fresh_database, serving
from backend.core.settings import Settings
from backend.local.services import embedded
from backend.main import create_app

CONNECTIONS = 16
CLIENTS = 10_000


def measure(address: str, requests: list[str], seconds: float) -> Result:
    """Drive one app from a process of its own."""
    job = {"url": address, "requests": requests, "connections": CONNECTIONS, "seconds": seconds}
    answer = subprocess.run(
        [sys.executable, "-m", "backend.bench.load"], input=orjson.dumps(job), capture_output=True, check=True, cwd=ROOT
    )
    return Result(**orjson.loads(answer.stdout))


async def prepare(variables: dict[str, str]) -> tuple[UUID, list[HotPath]]:
    """Fill the database and record what the hot paths do; answers the organization and the paths."""
    settings = Settings(**_fields(variables))
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        await fill(app.state.runtime.database, CLIENTS)
        return await hot_paths(app)


def _fields(variables: dict[str, str]) -> dict[str, Any]:
    names = {str(field.alias): name for name, field in Settings.model_fields.items()}
    return {names[key]: value for key, value in variables.items() if key in names} | {"log_level": "error"}


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m backend.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    parser.add_argument("--only", default="", help="part of a path's name")
    options = parser.parse_args()
    out = ROOT / ".data" / "bench"
    with ExitStack() as stack:
        services = stack.enter_context(embedded(out))
        urls = asyncio.run(fresh_database(services))
        variables = environment(services, urls)
        organization_id, paths = asyncio.run(prepare(variables))
        recording = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "recorded"
        save(recording, organization_id, {path.name: path.recorded for path in paths})
        floor_variables = {**variables, "STOKE_BENCH_RECORDED": str(recording)}
        floor = stack.enter_context(serving("backend.bench.floor:create_app", floor_variables, "/"))
        stoke = stack.enter_context(serving("backend.main:create_app", variables, "/api/health"))
        rows = [_row(path, floor, stoke, options.seconds) for path in paths if options.only in path.name]
    _print(rows)
    (out / "latest.json").write_bytes(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
    return 0 if all(row["ratio"] >= row["target"] for row in rows) else 1


def _row(path: HotPath, floor: str, stoke: str, seconds: float) -> dict[str, Any]:
    measure(stoke, list(path.requests), 1.0)
    measure(floor, list(path.floor_requests), 1.0)
    below = measure(floor, list(path.floor_requests), seconds)
    above = measure(stoke, list(path.requests), seconds)
    return {
        "path": path.label,
        "target": path.target,
        "ratio": round(above.per_second / below.per_second, 3),
        "statements": len(path.recorded.statements),
        "stoke": asdict(above),
        "floor": asdict(below),
    }


def _print(rows: list[dict[str, Any]]) -> None:
    heads = ("path", "floor/s", "stoke/s", "ratio", "target", "p50 ms", "p95 ms", "p99 ms", "SQL", "bytes", "errors")
    lines = [
        (
            row["path"],
            f"{row['floor']['per_second']:.0f}",
            f"{row['stoke']['per_second']:.0f}",
            f"{row['ratio']:.2f}",
            f"{row['target']:.2f}",
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
