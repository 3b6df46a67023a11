"""Where everything local lies: one folder per checkout, moved by ``STOKE_DATA_DIR``."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from backend.local.errors import LocalError

ROOT = Path(__file__).resolve().parents[2]

# Linux allows 107 bytes for a socket's path, macOS 103; Postgres adds its own file name to the folder.
_LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True, slots=True)
class DataDir:
    """The layout below one data folder. Properties name places; `prepare` makes them."""

    path: Path

    @classmethod
    def default(cls) -> "DataDir":
        """The folder named by ``STOKE_DATA_DIR``, or ``.data`` in the checkout."""
        named = os.environ.get("STOKE_DATA_DIR")
        return cls(Path(named).expanduser().resolve() if named else ROOT / ".data")

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def mailbox(self) -> Path:
        return self.path / "mailbox"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.json"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def sockets(self) -> Path:
        """The folder of the servers' sockets: ``run`` below the data folder, or a short one when that is too long."""
        inside = self.path / "run"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        # A predictable name in a shared folder: `prepare_sockets` refuses one that somebody else made.
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"stoke-{os.getuid()}-{digest}"

    def prepare_sockets(self) -> None:
        """Make the folder of the sockets. Raises LocalError when it belongs to somebody else."""
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o711)
        if self.sockets.is_symlink() or self.sockets.stat().st_uid != os.geteuid():
            message = f"{self.sockets} belongs to somebody else; set STOKE_DATA_DIR to a folder with a shorter path."
            raise LocalError(message)

    def prepare(self) -> None:
        """Make the folders. Others may pass through the upper one (the servers' account has to), not list it."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o711)
        for folder in (self.logs, self.mailbox, self.valkey):
            folder.mkdir(exist_ok=True, mode=0o700)

    def describe(self, holder: str) -> None:
        """Write into the lock file who holds it, for the message that a second start gives."""
        self.lock.write_text(holder)
