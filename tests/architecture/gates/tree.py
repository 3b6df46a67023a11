"""Reading a tree of sources: the repository itself, or a copy with something planted."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

_IGNORED = shutil.ignore_patterns(
    "__pycache__", "node_modules", ".venv", ".data", "dist", ".git", "*.pyc", ".hypothesis", "artifacts"
)


def copy_of(target: Path, *parts: str) -> Path:
    """Copy files or folders of the repository into `target`; answers `target`."""
    for part in parts:
        source = ROOT / part
        (target / part).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=_IGNORED)
        else:
            shutil.copy2(source, target / part)
    return target


def plant(root: Path, path: str, text: str) -> None:
    """Append `text` to a file of a copy, which is made when it is not there."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def modules(root: Path, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python module below `folders`, as a path from the root and its syntax tree."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def kept_files(root: Path) -> list[Path]:
    """What git keeps or would keep; in a copy without git, every file."""
    if not (root / ".git").exists():
        return sorted(path for path in root.rglob("*") if path.is_file())
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode()
    return sorted(root / name for name in listed.split("\0") if name and (root / name).is_file())
