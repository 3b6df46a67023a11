"""What the measurements run on: servers of their own, and both apps."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from backend.local.ports import free_port
from backend.local.services import DatabaseUrls, Services

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
POOL = 16
"""Connections of each process: as many as there are requests at once, for both apps."""


def environment(services: Services, urls: DatabaseUrls) -> dict[str, str]:
    """Settings of both apps. The rate limit is counted as ever, and set out of reach."""
    return {
        **os.environ,
        "STOKE_ENV": "local",
        "STOKE_LOG_LEVEL": "info",
        "STOKE_BASE_URL": "http://127.0.0.1",
        "STOKE_SECRET_KEY": secrets.token_hex(32),
        "STOKE_FIELD_KEYS": services.keys.field_keys,
        "STOKE_RATE_LIMIT_API": "100000000",
        "STOKE_RATE_LIMIT_ORGANIZATION": "100000000",
        "STOKE_RATE_LIMIT_SIGN_IN": "100000000",
        "STOKE_DATABASE_POOL": str(POOL),
        "DATABASE_URL": urls.app,
        "DATABASE_SYSTEM_URL": urls.system,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": services.redis_url,
        "SMTP_URL": "smtp://127.0.0.1:1",
    }


@dataclass(frozen=True, slots=True)
class Served:
    """An app of some processes, each of which answers at an address of its own.

    One address for all leaves it to chance who accepts a connection: of sixteen opened at once, one of two idle
    processes got all in 18 of 40 tries, and then the throughput is that of one core.
    """

    addresses: tuple[str, ...]
    pids: tuple[int, ...]

    @property
    def address(self) -> str:
        """Of the first process: for what is asked once."""
        return self.addresses[0]

    def cpu_seconds(self) -> float:
        """CPU time that its processes used until now; 0 where the system does not tell (Linux does)."""
        try:
            ticks = 0
            for pid in self.pids:
                # After the name in brackets: state is the third field, user and system time are 14 and 15.
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        except OSError:
            return 0.0
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, variables: Mapping[str, str], path: str, *, processes: int = PROCESSES) -> Generator[Served]:
    """Serve `app` on loopback by uvicorn processes, from when `path` answers in each."""
    ports = [free_port() for _ in range(processes)]
    with ExitStack() as stack:
        started = [stack.enter_context(_uvicorn(app, variables, port)) for port in ports]
        addresses = tuple(f"http://127.0.0.1:{port}" for port in ports)
        for address, process in zip(addresses, started, strict=True):
            _wait(address + path, process)
        yield Served(addresses, tuple(process.pid for process in started))


@contextmanager
def _uvicorn(app: str, variables: Mapping[str, str], port: int) -> Generator["subprocess.Popen[bytes]"]:
    arguments = [sys.executable, "-m", "uvicorn", app, "--factory", "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--loop", "uvloop", "--no-access-log", "--log-level", "warning"]
    log = subprocess.DEVNULL
    process = subprocess.Popen(arguments, env=dict(variables), cwd=ROOT, stdout=log)  # noqa: S603 - our own server
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def working(variables: Mapping[str, str]) -> Generator[None]:
    """Run a worker beside them."""
    command = [sys.executable, "-m", "backend.cli", "worker"]
    process = subprocess.Popen(command, env=dict(variables), cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        yield
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} ended with {process.returncode}")
        try:
            httpx.get(address, timeout=2)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{address} did not answer in 30 s")
