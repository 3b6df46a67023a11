"""What a hash of a password costs on this machine: `python -m backend.cli passwords`, to choose its parameters by."""

import os

from backend.domains.accounts.passwords import MEMORY_KIB, PASSES, measure

TARGET_MS = (50, 150)
"""Below it, guessing at a stolen hash is cheap; above it, so is keeping a server busy with sign-ins."""

_CHOICES = (
    (19_456, 2),
    (32_768, 3),
    (47_104, 2),
    (47_104, 3),
    (65_536, 2),
    (65_536, 3),
    (131_072, 2),
)
"""KiB and passes, from the least that OWASP advises (19 MiB, 2) to what four sign-ins at once can take of a server."""


def report() -> str:
    """A table of milliseconds by memory and passes, with the present choice marked and judged."""
    lines = ["argon2id, one lane; milliseconds are the median of seven\n\n", "  MiB  passes     ms\n"]
    present = 0.0
    for memory_kib, passes in _CHOICES:
        took = measure(memory_kib, passes)
        chosen = (memory_kib, passes) == (MEMORY_KIB, PASSES)
        present = took if chosen else present
        lines.append(f"{memory_kib / 1024:5.0f}  {passes:6}  {took:5.0f}{'   now' if chosen else ''}\n")
    low, high = TARGET_MS
    verdict = "within" if low <= present <= high else "outside"
    cores = os.cpu_count() or 1
    lines.append(
        f"\nThe present choice takes {present:.0f} ms, {verdict} the aim of {low} to {high} ms.\n"
        f"{cores} cores can check {cores * 1000 / present:.0f} passwords a second, whatever else a sign-in does.\n"
    )
    return "".join(lines)
