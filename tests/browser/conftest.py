"""One Stoke for all journeys: the very program behind `make up`, with the demo studio, in a folder of its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from backend.local.ports import free_pair
from tests.browser.site import Site

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running Stoke with empty limits, so that journeys can sign in as often as they like."""
    folder = tmp_path_factory.mktemp("site", numbered=True)
    folder.chmod(0o755)
    port = free_pair()
    log = folder / "up.log"
    environment = {
        **os.environ,
        "STOKE_DATA_DIR": str(folder / "data"),
        "STOKE_RATE_LIMIT_API": "0",
        "STOKE_RATE_LIMIT_ORGANIZATION": "0",
        "STOKE_RATE_LIMIT_SIGN_IN": "0",
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "up", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    running = Site(f"http://localhost:{port}", f"http://localhost:{port + 1}")
    try:
        _wait(running, process, log)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        shutil.rmtree(folder / "data", ignore_errors=True)


def _wait(running: Site, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            signed_in = httpx.post(f"{running.base_url}/api/auth/login", json=running.owner_sign_in(), timeout=5)
        except httpx.TransportError:
            signed_in = None
        if signed_in is not None and signed_in.status_code == 200:
            return
        time.sleep(0.3)
    raise RuntimeError(f"Stoke did not start:\n{log.read_text()[-4000:]}")
