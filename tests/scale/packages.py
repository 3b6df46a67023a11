"""nginx and PgBouncer of the machine, or else of Debian's packages, unpacked into `.data/scale` without root.

`STOKE_SCALE_PGBOUNCER` names another PgBouncer to try.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".data" / "scale"
PACKAGES = ("nginx", "nginx-common", "pgbouncer")

HELP = """
nginx and PgBouncer are needed here. Either install them (apt-get install nginx-light pgbouncer), or make sure that
`apt-get download` works (apt-get update), with which they are fetched and unpacked into .data/scale.
"""


class PackagesMissing(RuntimeError):
    """What is missing, and how to get it."""


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the two lie. `env` lets them find the libraries that came with them."""

    nginx: Path
    mime_types: Path
    pgbouncer: Path
    env: dict[str, str]

    def pgbouncer_version(self) -> tuple[int, int]:
        """(1, 18) of `PgBouncer 1.18.0`."""
        said = subprocess.run([self.pgbouncer, "--version"], env=self.env, capture_output=True, text=True, check=True)
        major, minor, *_ = said.stdout.split()[1].split(".")
        return int(major), int(minor)

    def statement_cache(self) -> int:
        """How many statements a connection may keep through it: it looks after them from 1.21 on."""
        return 100 if self.pgbouncer_version() >= (1, 21) else 0


def programs() -> Programs:
    """What is installed or fetched, with the PgBouncer that the environment names. Raises PackagesMissing."""
    found, named = _programs(), os.environ.get("STOKE_SCALE_PGBOUNCER")
    return replace(found, pgbouncer=Path(named)) if named else found


def _programs() -> Programs:
    """Installed ones first; fetches the packages when one is not there. Raises PackagesMissing."""
    path = f"{os.environ['PATH']}{os.pathsep}/usr/sbin"
    nginx, pgbouncer = shutil.which("nginx", path=path), shutil.which("pgbouncer", path=path)
    installed_types = Path("/etc/nginx/mime.types")
    if nginx and pgbouncer and installed_types.exists():
        return Programs(Path(nginx), installed_types, Path(pgbouncer), {"PATH": path})
    if not (UNPACKED / "done").exists():
        _fetch()
    folder = UNPACKED / "root"
    libraries = {str(found.parent) for found in (folder / "usr" / "lib").rglob("*.so.*")}
    env = {"PATH": path, "LD_LIBRARY_PATH": os.pathsep.join(sorted(libraries))}
    return Programs(folder / "usr/sbin/nginx", folder / "etc/nginx/mime.types", folder / "usr/sbin/pgbouncer", env)


def _fetch() -> None:
    shutil.rmtree(UNPACKED, ignore_errors=True)
    (UNPACKED / "packages").mkdir(parents=True)
    _run("apt-get", "download", *PACKAGES, *_libraries())
    for package in sorted((UNPACKED / "packages").glob("*.deb")):
        _run("dpkg-deb", "--extract", package.name, str(UNPACKED / "root"))
    (UNPACKED / "done").touch()


def _libraries() -> list[str]:
    """What the packages name as libraries; the C library and the loader stay the machine's."""
    said = _run("apt-cache", "depends", "--no-recommends", "--no-suggests", *PACKAGES)
    named = {line.split()[-1] for line in said.splitlines() if line.strip().startswith("Depends:")}
    return sorted(name for name in named if name.startswith("lib") and name not in {"libc6", "libcrypt1"})


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=UNPACKED / "packages", capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or error
        raise PackagesMissing(f"{HELP}{' '.join(command)}: {said}") from error
    return done.stdout
