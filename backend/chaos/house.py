"""The whole of Stoke as processes: servers, mailbox, two of the API and two workers, each to be killed or frozen."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import httpx

from backend.local.child import Child
from backend.local.paths import ROOT
from backend.local.services import Services

LEASE_SECONDS = 5
POOL = 4
_NEEDED = {"database", "live"}
Result = TypeVar("Result")


class Part:
    """One program of ours: how it is started, and what can be done to it."""

    def __init__(self, name: str, arguments: list[str], env: Mapping[str, str], logs: Path, url: str = "") -> None:
        self.name = name
        self.url = url
        self.log = logs / f"{name}.log"
        self.log.unlink(missing_ok=True)
        self._arguments = arguments
        self.env = dict(env)
        self._child: Child | None = None

    def start(self) -> None:
        """Start the program unless it runs."""
        if self._child is None or self._child.exit_code() is not None:
            command = [sys.executable, "-m", *self._arguments]
            self._child = Child(self.name, command, log=self.log, env=self.env, cwd=ROOT)

    def kill(self) -> None:
        """End it at once, as the kernel's out-of-memory killer does."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def stop(self) -> None:
        """Ask it to end."""
        if self._child is not None:
            self._child.signal(signal.SIGCONT)
            self._child.stop(10)
            self._child = None

    def signal(self, number: signal.Signals) -> None:
        """Freeze it, or let it go on."""
        if self._child is not None:
            self._child.signal(number)

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.exit_code() is None

    def text(self) -> str:
        """What it logged, over all its lives."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


class House:
    """All parts. Servers' processes are started by one thread that lives as long: the kernel ties them to it."""

    def __init__(self, services: Services, env: Mapping[str, str], folder: Path, port: int) -> None:
        self.services = services
        self.env = dict(env)
        self._starter = ThreadPoolExecutor(1, "starter")
        logs = folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        smtp = port + 1
        self.env["SMTP_URL"] = f"smtp://127.0.0.1:{smtp}"
        self.mail_folder = folder / "mails"
        box = ["backend.simulators.mailbox", "--host", "127.0.0.1", "--port", str(port)]
        box += ["--smtp-port", str(smtp), "--folder", str(self.mail_folder)]
        self.mailbox = Part("mailbox", box, {"PATH": os.environ["PATH"]}, logs, f"http://127.0.0.1:{port}")
        self.apis = [self._api(number, port + 2 + number, logs) for number in range(2)]
        self.token = ""
        self.complaints: list[str] = []
        """What a fault itself saw that should not be."""
        self.workers = [Part(f"worker{n}", ["backend.cli", "worker"], self.env, logs) for n in range(2)]

    def _api(self, number: int, port: int, logs: Path) -> Part:
        arguments = ["backend.cli", "api", "--host", "127.0.0.1", "--port", str(port)]
        return Part(f"api{number}", arguments, self.env, logs, f"http://127.0.0.1:{port}")

    @property
    def parts(self) -> list[Part]:
        return [self.mailbox, *self.apis, *self.workers]

    async def on_starter(self, call: Callable[[], Result]) -> Result:
        """Run what starts or ends processes, the load going on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._starter, call)

    async def start(self) -> None:
        """Start every part and wait until all are ready."""
        for part in self.parts:
            await self.on_starter(part.start)
        await self.ready()

    async def ready(self, seconds: float = 40) -> None:
        """Wait until every API says that it can serve, Redis included, and the workers run.

        Raises TimeoutError.
        """
        async with asyncio.timeout(seconds), httpx.AsyncClient(timeout=5) as client:
            for part in self.apis:
                await _until(client, f"{part.url}/api/ready")
            await _until(client, f"{self.mailbox.url}/api/messages")

    async def end(self) -> None:
        """End every part, the last started first."""
        for part in reversed(self.parts):
            await self.on_starter(part.stop)
        self._starter.shutdown()

    def worker_died(self) -> list[str]:
        """Parts that ended by themselves."""
        return [part.name for part in self.parts if not part.running]


async def _until(client: httpx.AsyncClient, url: str) -> None:
    """Wait for a 200; of readiness, with nothing amiss."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            answer = await client.get(url)
            parts: dict[str, dict[str, str]] = answer.json().get("parts", {})
            if answer.status_code == 200 and all(parts[name]["state"] != "down" for name in _NEEDED & set(parts)):
                return
        await asyncio.sleep(0.1)


def now() -> float:
    """Seconds on a clock that only goes forward."""
    return time.monotonic()
