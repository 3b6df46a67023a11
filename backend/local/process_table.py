"""Look at running processes, through psutil, with the few facts that recovery needs."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # pyright: ignore[reportMissingTypeStubs]  # ships no types; every value is converted here


@dataclass(frozen=True, slots=True)
class Running:
    """A process as seen at one moment; `started` (s since the epoch) tells it from a later one with the same pid."""

    pid: int
    name: str
    folder: Path | None
    command: tuple[str, ...]
    started: float


def find(pid: int) -> Running | None:
    """The process with this pid, or None when there is none or it is a zombie."""
    with contextlib.suppress(psutil.Error):
        return _seen(psutil.Process(pid))
    return None


def all_running() -> Iterable[Running]:
    """Every process that this user may look at."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if (seen := _seen(process)) is not None:
                yield seen


def wait_gone(pids: Sequence[int], timeout: float) -> list[int]:
    """Wait up to `timeout` seconds for the processes to end; the pids that remain."""
    processes: list[psutil.Process] = []
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            processes.append(psutil.Process(pid))
    _, alive = psutil.wait_procs(processes, timeout=timeout)
    return [int(process.pid) for process in alive]


def _seen(process: psutil.Process) -> Running | None:
    if process.status() == psutil.STATUS_ZOMBIE:
        return None
    folder: Path | None = None
    with contextlib.suppress(psutil.Error):
        folder = Path(str(process.cwd()))
    command = tuple(str(word) for word in process.cmdline())
    return Running(int(process.pid), str(process.name()), folder, command, float(process.create_time()))


def marked(variable: str, value: str) -> list[tuple[int, str]]:
    """Pid and name of every process in whose environment `variable` equals `value`."""
    found: list[tuple[int, str]] = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(variable) == value and process.status() != psutil.STATUS_ZOMBIE:
                found.append((int(process.pid), str(process.name())))
    return found
