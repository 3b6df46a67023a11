"""Real processes of Stoke for tests of bad days: started as in production, and killed."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from backend.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """The settings of a test as another process reads them."""
    return {
        "PATH": os.environ["PATH"],
        "STOKE_ENV": "test",
        "STOKE_LOG_LEVEL": "info",
        "STOKE_SECRET_KEY": settings.secret_key.get_secret_value(),
        "STOKE_FIELD_KEYS": settings.field_keys.get_secret_value(),
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATABASE_SYSTEM_URL": settings.database_system_url.get_secret_value(),
        "REDIS_URL": settings.redis_url.get_secret_value(),
        "SMTP_URL": settings.smtp_url.get_secret_value(),
        "STOKE_RATE_LIMIT_API": "0",
        "STOKE_RATE_LIMIT_ORGANIZATION": "0",
        "STOKE_RATE_LIMIT_SIGN_IN": "0",
        "STOKE_DATABASE_POOL": "4",
        **more,
    }


class Running:
    """A process of ours, its log, and its end."""

    def __init__(self, arguments: list[str], env: dict[str, str], log: Path) -> None:
        self.log = log
        self._file = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=ROOT, env=env, stdout=self._file, stderr=subprocess.STDOUT
        )

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """As the kernel's out-of-memory killer does."""
        self._process.kill()
        self._process.wait(10)
        self._file.close()

    def stop(self) -> int:
        """As a supervisor does: it ends once it has finished what it had begun. Answers what it ended with."""
        self._process.terminate()
        code = self._process.wait(20)
        self._file.close()
        return code

    def text(self) -> str:
        """What it logged."""
        return self.log.read_text(errors="replace")


async def api(env: dict[str, str], log: Path) -> tuple[Running, str]:
    """A running API and its address, once it is ready."""
    port = free_port()
    running = Running(["backend.cli", "api", "--host", "127.0.0.1", "--port", str(port)], env, log)
    base = f"http://127.0.0.1:{port}"
    await answers(f"{base}/api/ready", running)
    return running, base


def worker(env: dict[str, str], log: Path) -> Running:
    """A running worker."""
    return Running(["backend.cli", "worker"], env, log)


async def mailbox(folder: Path, smtp_port: int) -> tuple[Running, str]:
    """The local mailbox and the address of its page."""
    port = free_port()
    arguments = ["--host", "127.0.0.1", "--port", str(port), "--smtp-port", str(smtp_port), "--folder", str(folder)]
    env = {"PATH": os.environ["PATH"]}
    running = Running(["backend.simulators.mailbox", *arguments], env, folder.with_suffix(".log"))
    base = f"http://127.0.0.1:{port}"
    await answers(f"{base}/api/messages", running)
    return running, base


async def answers(url: str, running: Running) -> None:
    """Wait until an address answers 200."""
    async with httpx.AsyncClient() as client, asyncio.timeout(20):
        while True:
            assert running.alive(), running.text()
            try:
                if (await client.get(url)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
