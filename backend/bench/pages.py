"""What the web app costs: the script of a first load, Lighthouse's word on the first pages, and a chart of two years.

Measured in the Chromium that the browser tests use, on a Stoke with the demo studio: Lighthouse simulates a phone on a
slow 4G line (150 ms, 1.6 Mbit/s, a CPU four times slower) and a desktop. A loaded machine lowers the scores.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from backend.bench.stand import ROOT
from backend.demo.accounts import CLIENT
from backend.local import toolchain
from backend.local.ports import free_pair

PERFORMANCE = 90
OTHER_SCORES = 95
FIRST_PAINT_MS = 1_500
INTERACTIVE_MS = 3_000
IMAGE_MS = 1_000
SHIFT = 0.1
CHART_MS = 500
_START_SECONDS = 120


class Weight(TypedDict):
    """Bytes of script until the main action works."""

    brotli: int
    gzip: int


class Bundle(TypedDict):
    """Each route tree's script beside the budget, in bytes (brotli)."""

    budget: int
    trees: dict[str, Weight]


class PageLine(TypedDict):
    """One page on one device: scores of 100, and times."""

    page: str
    device: str
    performance: int
    accessibility: int
    best_practices: int
    seo: int
    first_paint_ms: int
    largest_paint_ms: int
    interactive_ms: int
    blocked_ms: int
    image_ms: int | None
    """When the largest thing on the page was there, if that is an image."""

    shift: float
    failed: list[str]


class ChartLine(TypedDict):
    """From the click to the drawn chart, the middle of `runs`."""

    points: int
    slowed: int
    ms: int
    runs: list[int]


class Found(TypedDict):
    """All of it."""

    bundle: Bundle
    chart: ChartLine
    pages: list[PageLine]


_found = TypeAdapter(Found)


def measured(address: str, runs: int = 3) -> Found:
    """Measure the web app that is served at `address`, where the demo's client can sign in.

    Raises RuntimeError with a script's last words when one fails.
    """
    if toolchain.main(["node", "lighthouse", "web"]) != 0:
        raise RuntimeError("the web app's tools could not be set up")
    job = {"address": address, "email": CLIENT.email, "password": CLIENT.password, "runs": runs}
    return _found.validate_python(
        {
            "bundle": _asked("scripts/check-bundle.mjs", "--json"),
            "chart": _asked("scripts/chart-speed.mjs", address),
            "pages": _asked("tools/lighthouse/measure.mjs", json.dumps(job)),
        }
    )


def _asked(script: str, argument: str) -> object:
    answer = subprocess.run(  # noqa: S603 - our own scripts
        [str(toolchain.VENV / "bin" / "node"), script, argument],
        cwd=toolchain.FRONTEND,
        env=toolchain.tool_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        # A bundle above its budget ends with 1 and is told all the same: `good` says no then.
        found: object = json.loads(answer.stdout)
    except ValueError:
        raise RuntimeError(f"{script} failed:\n{answer.stderr[-2000:]}") from None
    return found


def good(found: Found) -> bool:
    """Whether every target is kept."""
    return (
        all(tree["brotli"] <= found["bundle"]["budget"] for tree in found["bundle"]["trees"].values())
        and found["chart"]["ms"] < CHART_MS
        and all(_kept(page) for page in found["pages"])
    )


def _kept(page: PageLine) -> bool:
    scores = (page["accessibility"], page["best_practices"], page["seo"])
    return (
        page["performance"] > PERFORMANCE
        and min(scores) > OTHER_SCORES
        and page["first_paint_ms"] < FIRST_PAINT_MS
        and page["interactive_ms"] < INTERACTIVE_MS
        and page["shift"] < SHIFT
        and (page["image_ms"] or 0) < IMAGE_MS
    )


def lines(found: Found) -> list[str]:
    """The report, a line for each figure."""
    trees = ", ".join(f"{name} {tree['brotli'] / 1000:.1f}" for name, tree in found["bundle"]["trees"].items())
    chart = found["chart"]
    return [
        f"Script of a first load, KB brotli: {trees} ({found['bundle']['budget'] / 1000:.0f})",
        f"Chart of {chart['points']} days, CPU {chart['slowed']} times slower: {chart['ms']} ms ({CHART_MS} ms)",
        f"Lighthouse: performance ({PERFORMANCE}), accessibility, best practices, SEO ({OTHER_SCORES}); "
        f"first paint ({FIRST_PAINT_MS} ms), interactive ({INTERACTIVE_MS} ms), shift ({SHIFT})",
        *(
            f"  {page['page']}, {page['device']}: {page['performance']}, {page['accessibility']}, "
            f"{page['best_practices']}, {page['seo']}; {page['first_paint_ms']} ms, {page['interactive_ms']} ms, "
            f"{page['shift']:g}{'' if _kept(page) else '  MISSED'}"
            for page in found["pages"]
        ),
    ]


@contextmanager
def site() -> Generator[str]:
    """A Stoke with the demo studio in a folder of its own, by the very program behind `make up`; its address."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # the database may run as another user
    port = free_pair()
    log = folder / "up.log"
    variables = {
        **os.environ,
        "STOKE_DATA_DIR": str(folder / "data"),
        "STOKE_RATE_LIMIT_API": "0",
        "STOKE_RATE_LIMIT_ORGANIZATION": "0",
        "STOKE_RATE_LIMIT_SIGN_IN": "0",
    }
    if toolchain.main(["node", "web"]) != 0:
        raise RuntimeError("the web app could not be built")
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "backend.cli", "up", "--port", str(port)],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}"
        _wait(address, process, log)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the demo's client can sign in."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            body = {"email": CLIENT.email, "password": CLIENT.password}
            if httpx.post(f"{address}/api/auth/login", json=body, timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"Stoke did not start:\n{log.read_text()[-2000:]}")
