"""The whole of `make up` after its set-up: start, a crash inside, a kill from outside, a clean stop."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import psutil
import pytest

from backend.local import process_table
from backend.local.leftovers import MARK
from backend.local.ports import free_pair

ROOT = Path(__file__).resolve().parents[2]


class Run:
    """One `up` process on ports of its own."""

    def __init__(self, data: Path, web: Path, port: int, log: Path) -> None:
        outside = {"DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SMTP_URL", MARK}
        environment = {name: value for name, value in os.environ.items() if name not in outside}
        environment |= {"STOKE_DATA_DIR": str(data), "STOKE_WEB_DIST": str(web)}
        self.log, self.port = log, port
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up", "--no-demo", "--port", str(port)],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_up(self) -> None:
        """Until the start screen is complete."""
        self.wait(lambda: "Ctrl-C stops everything" in self.log.read_text())

    def wait(self, condition: Callable[[], bool], seconds: float = 60.0) -> None:
        """Until `condition` holds; fails with what the run said."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)

    def ready(self) -> bool:
        """Whether the API says that it can serve."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/api/ready", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def child(self, word: str) -> psutil.Process:
        """The child whose command holds `word`."""
        return next(c for c in psutil.Process(self.process.pid).children() if word in " ".join(c.cmdline()))


@pytest.fixture
def start(tmp_path: Path) -> Generator[Callable[[], Run]]:
    """Starts runs over one data folder, and ends what is left of them."""
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("<!doctype html><title>Stoke</title>")
    port = free_pair()
    runs: list[Run] = []

    def begin() -> Run:
        runs.append(Run(tmp_path / "data", web, port, tmp_path / f"up{len(runs)}.log"))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.send_signal(signal.SIGTERM)
            run.process.wait(40)


def test_up_survives_crashes_and_kills_and_stops_cleanly(start: Callable[[], Run], tmp_path: Path) -> None:
    first = start()
    first.wait_up()
    assert first.ready()
    assert re.search(rf"Web app +http://localhost:{first.port}\n", first.log.read_text())
    assert httpx.get(f"http://127.0.0.1:{first.port + 1}/").status_code == 200

    second = start()
    assert second.process.wait(20) == 1
    assert f"already runs from {tmp_path / 'data'}: http://localhost:{first.port}" in second.log.read_text()

    first.child("backend.cli api").kill()
    first.child("postgres").kill()
    first.wait(lambda: "api        started again" in first.log.read_text())
    first.wait(first.ready)

    first.process.kill()
    first.process.wait()
    third = start()
    third.wait_up()
    assert third.ready()

    third.process.send_signal(signal.SIGINT)
    assert third.process.wait(40) == 0
    assert process_table.marked(MARK, str(tmp_path / "data")) == []
    assert not [p for p in process_table.all_running() if p.folder == tmp_path / "data" / "postgres"]
