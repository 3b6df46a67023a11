"""Run one command of the command line to its end, quietly."""

import subprocess
import sys

from backend.local.errors import LocalError
from backend.local.leftovers import MARK
from backend.local.paths import ROOT, DataDir


def run_once(name: str, arguments: list[str], env: dict[str, str], data: DataDir) -> None:
    """Run ``python -m backend.cli <arguments>`` with its output in ``logs/<name>.log``.

    Raises LocalError with the last lines when it fails.
    """
    log = data.logs / f"{name}.log"
    with log.open("wb") as output:
        result = subprocess.run(
            [sys.executable, "-m", "backend.cli", *arguments],
            cwd=ROOT,
            env={**env, MARK: str(data.path)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
    if result.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
        message = f"`python -m backend.cli {' '.join(arguments)}` failed. The end of {log}:\n{tail}"
        raise LocalError(message)
