"""The table, as text."""

import sys
from collections.abc import Sequence
from typing import Any

_HEADS = (
    "path", "floor/s", "stoke/s", "ratio", "target", "CPU ratio", "CPU ms", "p50 ms", "p95 ms", "p99 ms", "SQL",
    "bytes", "errors",
)  # fmt: skip


def print_paths(rows: Sequence[dict[str, Any]]) -> None:
    """One line for each hot path."""
    lines = [
        (
            row["path"],
            f"{row['floor']['per_second']:.0f}",
            f"{row['stoke']['per_second']:.0f}",
            f"{row['ratio']:.2f}",
            f"{row['target']:.2f}" if row["target"] else "",
            f"{row['cpu_ratio']:.2f}",
            f"{row['cpu_ms']:.2f}",
            *(f"{row['stoke'][name]:.1f}" for name in ("p50", "p95", "p99")),
            str(row["statements"]),
            str(row["stoke"]["bytes"]),
            str(row["stoke"]["errors"] + row["floor"]["errors"]),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (_HEADS, *lines)) for column in range(len(_HEADS))]
    for line in (_HEADS, *lines):
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for row in rows:
        if row["beyond_target"] is not None:
            say(f"  {row['path']}: {row['beyond_ms']:.2f} ms of CPU beyond the floor ({row['beyond_target']:.1f} ms)")
        for app in ("stoke", "floor"):
            if row[app]["failure"]:
                say(f"  {row['path']}, an error of {app}: {row[app]['failure']}")


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
