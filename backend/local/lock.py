"""One program at a time per data folder."""

import contextlib
import fcntl
from collections.abc import Generator

from backend.local.errors import LocalError
from backend.local.paths import DataDir


@contextlib.contextmanager
def held(data: DataDir) -> Generator[None]:
    """Hold the folder's lock. The kernel frees it with the process, however that ends. Raises LocalError when taken."""
    data.prepare()
    with data.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            message = f"Stoke already runs from {data.path}{lock.read()}. Use that one, or stop it first (Ctrl-C)."
            raise LocalError(message) from None
        lock.truncate(0)
        yield


def is_held(data: DataDir) -> bool:
    """Whether a running program holds the folder."""
    if not data.lock.exists():
        return False
    with data.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
