"""Set up what the commands need: Python packages, Node packages, the built web app. Each only when its source changed.

Runs under the machine's own Python, before anything is installed, so it imports the standard library alone:
``python3.11 -m backend.local.toolchain python node web``.
"""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Generator
from pathlib import Path

from backend.local import stamps
from backend.local.errors import LocalError
from backend.local.paths import ROOT, DataDir

VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
LIGHTHOUSE = FRONTEND / "tools" / "lighthouse"
WEB_DIST = FRONTEND / "dist"
_NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage"}


def python_packages() -> None:
    """Make ``.venv`` and install the locked packages into it."""
    lock = ROOT / "requirements-dev.txt"
    # The folder is part of the stamp: a virtual environment does not survive being moved.
    value = stamps.digest([lock], sys.version, str(VENV))
    stamp = VENV / ".stoke-stamp"
    if stamps.is_fresh(stamp, value):
        return
    python = VENV / "bin" / "python"
    if not python.exists() or not _works(python):
        with _step("Making .venv"):
            try:
                venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
            except subprocess.CalledProcessError:
                message = (
                    "This Python cannot make virtual environments: install its venv module (Debian: python3-venv)."
                )
                raise LocalError(message) from None
    with _step("Installing Python packages"):
        _run([str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input",
              "--require-hashes", "-r", str(lock)])  # fmt: skip
    stamps.write(stamp, value)


def node_packages() -> None:
    """Install the locked Node packages with the Node that came as a wheel."""
    _install(FRONTEND, "Installing Node packages")


def lighthouse_packages() -> None:
    """Install Lighthouse, which `make bench` alone needs: 176 MB that nobody else should wait for."""
    _install(LIGHTHOUSE, "Installing Lighthouse")


def _install(folder: Path, title: str) -> None:
    value = stamps.digest([folder / "package-lock.json"], str(folder))
    stamp = folder / "node_modules" / ".stoke-stamp"
    if stamps.is_fresh(stamp, value):
        return
    with _step(title):
        # Not `npm ci`: it refuses a lock whose optional packages for foreign platforms a registry mirror left out.
        # What the lock pins is installed all the same, and without saving nothing in the checkout changes.
        _run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
    stamps.write(stamp, value)


def web_app() -> None:
    """Build the web app into ``frontend/dist``."""
    value = stamps.digest(web_sources(FRONTEND))
    stamp = WEB_DIST / ".vite" / "stoke-stamp"  # the one folder of the build that nobody serves
    if stamps.is_fresh(stamp, value):
        return
    with _step("Building the web app"):
        _run(["npm", "run", "--silent", "build"], cwd=FRONTEND)
    stamps.write(stamp, value)


def web_sources(folder: Path) -> list[Path]:
    """Every file that the built app may depend on."""
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES]
        found += [Path(parent) / name for name in files if not name.endswith((".tsbuildinfo", ".log"))]
    return found


def tool_environment() -> dict[str, str]:
    """The environment with the virtual environment's programs (Node's too) first."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def _works(python: Path) -> bool:
    """False for an environment that was moved, or whose Python was removed."""
    command = [str(python), "-c", "import pip, sys; print(sys.prefix)"]
    probe = subprocess.run(command, capture_output=True, text=True, check=False)
    return probe.returncode == 0 and Path(probe.stdout.strip()) == VENV


@contextlib.contextmanager
def _step(title: str) -> Generator[None]:
    sys.stdout.write(f"  {title} …\n")
    sys.stdout.flush()
    begun = time.monotonic()
    yield
    sys.stdout.write(f"  {title}: done in {time.monotonic() - begun:.0f} s\n")
    sys.stdout.flush()


def _run(command: list[str], cwd: Path = ROOT) -> None:
    """Run quietly; what it said is shown when it fails, and kept in ``logs/toolchain.log``."""
    log = DataDir.default().logs / "toolchain.log"
    with log.open("wb") as output:
        result = subprocess.run(
            command,
            cwd=cwd,
            env=tool_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if result.returncode != 0:
        said = "\n".join(log.read_text(errors="replace").splitlines()[-30:])
        name = " ".join(Path(word).name for word in command[:4])
        message = f"{said}\n`{name} …` failed with code {result.returncode}; all it said is in {log}"
        raise LocalError(message)


STEPS: dict[str, Callable[[], None]] = {
    "python": python_packages,
    "node": node_packages,
    "lighthouse": lighthouse_packages,
    "web": web_app,
}


def main(names: list[str]) -> int:
    """Run the named steps one after another; two runs in one checkout wait for each other."""
    data = DataDir.default()
    data.prepare()
    with (data.path / "toolchain.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            for name in names:
                STEPS[name]()
        except LocalError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
