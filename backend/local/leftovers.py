"""End what an earlier, killed run of the same data folder left behind."""

import contextlib
import os
import signal
from pathlib import Path

from backend.local import process_table

MARK = "STOKE_SUPERVISED"


def end_leftovers(data_dir: Path) -> list[str]:
    """End every process that carries this data folder's mark; their names.

    Only for the holder of the folder's lock: whoever carries the mark then has lost its supervisor.
    """
    everyone = process_table.marked(MARK, str(data_dir))
    # Postgres is left to its own recovery, which shuts it down in its own way.
    found = [(pid, name) for pid, name in everyone if pid != os.getpid() and name != "postgres"]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid, _ in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if not process_table.wait_gone([pid for pid, _ in found], timeout=8.0):
            break
    return [name for _, name in found]
