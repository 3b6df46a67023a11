"""What one process of the API costs: its memory after all the load, and the time until it answers."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.bench.stand import Served, serving

MEMORY_MB, START_SECONDS = 200, 3.0
STARTS = 3


def memory_mb(app: Served) -> list[int]:
    """Resident memory of each of its processes (Linux only)."""
    found: list[int] = []
    for pid in app.pids:
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:")]
    return found


def start_seconds(variables: Mapping[str, str]) -> float:
    """From starting one process until it answers, the database being up: the middle of some tries."""
    taken: list[float] = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        with serving("backend.main:create_app", variables, "/api/health", processes=1):
            taken.append(time.perf_counter() - begun)
    return round(sorted(taken)[STARTS // 2], 2)


def measured(app: Served, variables: Mapping[str, str]) -> dict[str, Any]:
    """Both figures."""
    return {"memory_mb": memory_mb(app), "start_seconds": start_seconds(variables)}


def good(found: dict[str, Any]) -> bool:
    """Whether both keep what is promised."""
    return all(size < MEMORY_MB for size in found["memory_mb"]) and found["start_seconds"] < START_SECONDS
