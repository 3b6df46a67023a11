"""What `make up` says: short lines, aligned, with times."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager


def say(text: str = "") -> None:
    """One line, at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(name: str, state: str, seconds: float | None = None) -> None:
    """``  name        state            0.4 s``"""
    took = f"{seconds:6.1f} s" if seconds is not None else ""
    say(f"  {name:<10} {state:<44} {took}".rstrip())


@contextmanager
def timed(name: str, state: str) -> Generator[None]:
    """Report `name` as `state` with the time the block took; nothing is said when it raises."""
    begun = time.monotonic()
    yield
    report(name, state, time.monotonic() - begun)
