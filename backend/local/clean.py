"""`make clean`: back to what a fresh clone holds. Standard library alone, since it removes the rest."""

import shutil
import sys
from pathlib import Path

from backend.local.lock import is_held
from backend.local.paths import ROOT, DataDir

_MADE = (
    ".venv",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "htmlcov",
    ".coverage",
)
_MADE_WEB = ("node_modules", "dist", ".vite", "tools/lighthouse/node_modules")


def main() -> int:
    """Remove everything made. Refuses while Stoke runs from this folder."""
    data = DataDir.default()
    for folder in (data, DataDir(data.path / "test")):
        if is_held(folder):
            sys.stderr.write(f"Stoke runs from {folder.path}: stop it first (Ctrl-C), then clean.\n")
            return 1
    targets = [data.path, data.sockets, *(ROOT / name for name in _MADE)]
    targets += [ROOT / "frontend" / name for name in _MADE_WEB]
    for target in targets:
        _remove(target)
    for cache in (ROOT / "backend").rglob("__pycache__"):
        _remove(cache)
    return 0


def _remove(target: Path) -> None:
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
