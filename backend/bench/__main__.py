"""`make bench`: what quality.md promises, measured. Prints a table and keeps it as JSON.

Throughput of the hot paths beside the floor, growth with a studio, the trainer's home, a realistic mix, live updates to
a thousand tabs, memory and start of a process, the web app's weight and its first pages. Ends with 1 when a target is
missed.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from backend.bench import assigning, growth, identity, live, mix, pages, processes
from backend.bench.assigning import Assignment, assignment
from backend.bench.beside import beside, compare, good
from backend.bench.datasets import RUN, SIZES, prepared
from backend.bench.floor import save
from backend.bench.live import Tabs, tabs
from backend.bench.measuring import alone
from backend.bench.paths import NAMES, HotPath, Recorder, home_request, hot_paths
from backend.bench.stand import ROOT, Served, environment, serving, working
from backend.bench.table import print_paths, say
from backend.core.settings import Settings
from backend.local.services import DatabaseUrls, Services, embedded
from backend.main import create_app
from backend.wiring import make_ports, make_redis

SECTIONS = ("home", "growth", "assign", "mix", "live", "identity", "processes", "pages")
"""What can be asked for by itself, beside the hot paths."""

_WORKED = ("live", "identity")
"""What needs a worker, which what comes before does without."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is asked for, recorded in this process before the servers start."""

    paths: list[HotPath]
    home: str
    growing: dict[str, dict[int, str]]
    day: mix.Day
    tabs: Tabs
    assignment: Assignment
    identity: identity.Identity


async def prepare(variables: dict[str, str], admin_url: str) -> Prepared:
    """Record what the hot paths do, and gather the requests."""
    # Nothing kept: what is recorded for the floor is how an answer is made.
    app = create_app(Settings(**_fields(variables)).model_copy(update={"cache": False}))
    async with app.router.lifespan_context(app):
        paths, logging = await hot_paths(app, admin_url)
        return Prepared(
            paths,
            await home_request(app),
            await growth.growing_requests(app, SIZES),
            await mix.a_day(Recorder(app), logging),
            await tabs(app, admin_url),
            await assignment(app),
            await identity.identity(app),
        )


def _fields(variables: dict[str, str]) -> dict[str, Any]:
    names = {str(field.alias): name for name, field in Settings.model_fields.items()}
    return {names[key]: value for key, value in variables.items() if key in names} | {"log_level": "error"}


class Bench:
    """The measurements, each of which prints its lines and says whether its targets are met."""

    def __init__(self, urls: DatabaseUrls, variables: dict[str, str], ready: Prepared, seconds: float) -> None:
        self._urls = urls
        self._variables = variables
        self._ready = ready
        self._seconds = seconds
        self.found: dict[str, Any] = {}

    def paths(self, floor: Served, stoke: Served, only: str) -> bool:
        """Throughput beside the floor."""
        compare(self._ready.paths, floor, stoke)
        wanted = [path for path in self._ready.paths if only in ("", path.name)]
        rows = [self._path(path, floor, stoke) for path in wanted]
        print_paths(rows)
        for row in rows:
            for app, side in row.get("written", {}).items():
                say(f"  {row['path']}, {app}: {side['answers']:,} answers, {side['rows']:,} rows written")
        self.found["paths"] = rows
        return all(good(row) for row in rows)

    def _path(self, path: HotPath, floor: Served, stoke: Served) -> dict[str, Any]:
        if path.kept:
            return beside(path, floor, stoke, self._seconds, self._urls.admin)
        making = {**self._variables, "STOKE_CACHE": "false"}
        with serving("backend.main:create_app", making, "/api/health") as maker:
            return beside(path, floor, maker, self._seconds, self._urls.admin)

    def home(self, stoke: Served) -> bool:
        """The trainer's home, alone."""
        line = asdict(alone(stoke, [self._ready.home], self._seconds))
        say(
            f"Home, 500 clients, a year: p50 {line['p50']:.0f} ms, p95 {line['p95']:.0f} ms ({growth.HOME_MS} ms), "
            f"{line['errors']} errors"
        )
        self.found["home"] = {"target": growth.HOME_MS, **line}
        return line["p95"] < growth.HOME_MS and line["errors"] == 0

    def growth(self, stoke: Served) -> bool:
        """The same pages in studios of each size."""
        lines = growth.measured(stoke, self._ready.growing, self._seconds / 3)
        say("Growth, p50 and p95 by clients:")
        for line in lines:
            say(growth.told(line))
        self.found["growth"] = lines
        return all(growth.good(line) for line in lines)

    def assign(self, stoke: Served) -> bool:
        """A program for many clients at once."""
        line = assigning.measured(stoke, self._ready.assignment)
        counts = ", ".join(f"{count} statements for {size}" for size, count in line["statements"].items())
        say(f"Assign 12 weeks to {assigning.CLIENTS}: {line['seconds']:.2f} s ({assigning.SECONDS:.0f} s), {counts}")
        self.found["assign"] = line
        return assigning.good(line)

    def mix(self, stoke: Served) -> bool:
        """A day's requests."""
        line = mix.measured(stoke, self._ready.day, self._urls.admin, self._variables["REDIS_URL"])
        say(
            f"Mix: {line['per_second']:.0f} requests/s, p95 {line['p95']:.1f} ms ({mix.P95_MS:.0f} ms), "
            f"mean SQL {line['mean_sql_ms']:.2f} ms ({mix.SQL_MS:.0f} ms), {line['errors']} errors, "
            f"{line['rows']:,} rows of {line['sets']:,} sets, {line['changes']} other changes, "
            f"kept answers {line['hit_rate']:.0%} ({mix.HITS:.0%})"
        )
        self.found["mix"] = line
        return mix.good(line)

    def live(self, stoke: Served) -> bool:
        """From a change to the tabs."""
        line = live.fan_out(stoke, self._ready.tabs)
        say(
            f"Live, {line['sockets']:,} tabs: p50 {line['p50']:.0f} ms, p99 {line['p99']:.0f} ms ({live.P99_MS} ms), "
            f"last {line['last']:.0f} ms, missed {line['missed']}"
        )
        self.found["live"] = line
        return line["p99"] < live.P99_MS and line["missed"] == 0

    def identity(self, stoke: Served) -> bool:
        """Sign-ins, and changes of a role."""
        line = identity.measured(stoke, self._ready.identity, self._variables, self._seconds)
        signing, reach = line["sign_in"], line["reach"]
        say(
            f"Sign-in: {signing['stoke']['per_second']:.0f}/s, {signing['ratio']:.2f} of what checking the password "
            f"allows, {signing['stoke']['errors']} errors"
        )
        say(
            f"A changed role: requests within {reach['requests_ms']} ms, open tabs within {reach['sockets_ms']} ms "
            f"({identity.REACH_MS} ms)"
        )
        self.found["identity"] = line
        return identity.good(line)

    def pages(self, _stoke: Served) -> bool:
        """The web app's weight and its first pages, on a Stoke as `make up` starts it."""
        with pages.site() as address:
            found = pages.measured(address)
        for line in pages.lines(found):
            say(line)
        self.found["pages"] = found
        return pages.good(found)

    def processes(self, stoke: Served) -> bool:
        """Memory and start."""
        line = processes.measured(stoke, self._variables)
        say(
            f"Process: {max(line['memory_mb'], default=0)} MB ({processes.MEMORY_MB} MB), "
            f"starts in {line['start_seconds']:.1f} s ({processes.START_SECONDS:.0f} s)"
        )
        self.found["processes"] = line
        return processes.good(line)


def main() -> int:
    """Measure and print; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m backend.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=9.0, help="for each measurement")
    parser.add_argument(
        "--quick", action="store_true", help="less time for most, without the pages: in under 3 minutes"
    )
    parser.add_argument(
        "--only", default="", choices=(*SECTIONS, *NAMES), metavar="NAME", help=", ".join((*SECTIONS, *NAMES))
    )
    options = parser.parse_args()
    seconds = 2.0 if options.quick else options.seconds
    # So that an end from outside takes the servers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    out = Path(os.environ.get("STOKE_BENCH_DIR", ROOT / ".data" / "bench"))
    with ExitStack() as stack:
        services = stack.enter_context(embedded(out))
        bench, met = _run(stack, services, seconds, options.only, quick=options.quick)
    (out / "latest.json").write_bytes(orjson.dumps(bench.found, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
    return 0 if met else 1


def _run(stack: ExitStack, services: Services, seconds: float, only: str, *, quick: bool) -> tuple[Bench, bool]:
    urls = asyncio.run(_data(services))
    variables = environment(services, urls)
    ready = asyncio.run(prepare(variables, urls.admin))
    recording = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "recorded"
    save(recording, {path.name: path.recorded for path in ready.paths})
    floor_variables = {**variables, "STOKE_BENCH_RECORDED": str(recording)}
    stoke = stack.enter_context(serving("backend.main:create_app", variables, "/api/health"))
    bench = Bench(urls, variables, ready, seconds)
    sections: dict[str, Callable[[Served], bool]] = {
        "home": bench.home,
        "growth": bench.growth,
        "assign": bench.assign,
        "mix": bench.mix,
        "live": bench.live,
        "identity": bench.identity,
        "processes": bench.processes,
    }
    if not quick or only == "pages":
        sections["pages"] = bench.pages
    met, at_work = True, False
    if only not in SECTIONS:
        # Gone before the rest: its connections are as many as the server gives out.
        with serving("backend.bench.floor:create_app", floor_variables, "/") as floor:
            met = bench.paths(floor, stoke, only)
    for name, section in sections.items():
        if only in ("", name):
            if name in _WORKED and not at_work:
                stack.enter_context(working(variables))
                at_work = True
            met = section(stoke) and met
    return bench, met


async def _data(services: Services) -> DatabaseUrls:
    settings = Settings(**_fields(environment(services, services.urls(RUN))))
    redis = make_redis(settings)
    try:
        return await prepared(services, make_ports(settings, redis))
    finally:
        await redis.aclose()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
