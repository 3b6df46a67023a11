"""One child process: its own group and log file, stopped with its parent, ended politely and then firmly."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from backend.local.privileges import Account, before_exec

_LONGEST_LOG = 10 * 1024 * 1024


class Child:
    """A running program whose output goes to a log file."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start the program. Call from the main thread: the kernel ties the child to the thread that made it."""
        self.name = name
        self.log = log
        self._stop_signal = stop_signal
        _keep_short(log)
        self._log_from = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                list(command),
                env=dict(env) if env is not None else None,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=before_exec(account, stop_signal),  # no thread runs yet when children start
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs; else the code, negative for a signal."""
        return self._process.poll()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    def stop(self, timeout: float = 15.0) -> None:
        """Ask it to end; after `timeout` seconds, and for anything left of its group, end it."""
        if self._process.poll() is None:
            self.signal(self._stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout)
        self.kill()

    def kill(self) -> None:
        """End the program and its whole group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def last_lines(self, count: int = 20) -> str:
        """The end of what this run wrote to its log."""
        with self.log.open("rb") as source:
            source.seek(self._log_from)
            lines = source.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-count:])


def _keep_short(log: Path) -> None:
    """Move a log that has grown long aside; the one before it goes."""
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.replace(log.with_suffix(".old.log"))
