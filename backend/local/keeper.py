"""Keep the programs of a run alive: start again what crashed, a little later each time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.local.child import Child
from backend.local.console import report

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 30.0
_STEADY_AFTER = 60.0


@dataclass(slots=True)
class Program:
    """A command to keep running with `env` in `cwd`; times in seconds of the monotonic clock."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    log: Path
    cwd: Path
    child: Child | None = None
    begun_at: float = 0.0
    start_at: float | None = None
    delay: float = field(default=_FIRST_DELAY)

    def start(self) -> None:
        """Start it now."""
        self.child = Child(self.name, self.command, log=self.log, env=self.env, cwd=self.cwd)
        self.begun_at = time.monotonic()
        self.start_at = None

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self.child is not None:
            self.child.stop()
            self.child = None

    def look_after(self, now: float) -> None:
        """Notice a crash and plan the next start; start when its time has come."""
        if self.child is not None and (code := self.child.exit_code()) is not None:
            if now - self.begun_at > _STEADY_AFTER:
                self.delay = _FIRST_DELAY
            report(self.name, f"stopped ({_reason(code)}); starts again in {self.delay:.1f} s, see {self.log}")
            self.child.kill()  # what is left of its group
            self.child, self.start_at = None, now + self.delay
            self.delay = min(self.delay * 2, _LONGEST_DELAY)
        elif self.start_at is not None and now >= self.start_at:
            self.start()
            report(self.name, "started again")


@dataclass(slots=True)
class Server:
    """A server with a start of its own (Postgres, Valkey) that must come back when it falls."""

    name: str
    child: Callable[[], Child | None]
    restart: Callable[[], None]

    def look_after(self) -> None:
        """Start it again at once when it fell."""
        child = self.child()
        if child is not None and (code := child.exit_code()) is not None:
            report(self.name, f"stopped ({_reason(code)}); starting it again")
            self.restart()


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
