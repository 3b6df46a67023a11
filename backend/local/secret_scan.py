"""Secrets that were written into the repository: in its files, or in any line that a commit ever added.

``python -m backend.local.secret_scan`` reads the files, ``--history`` every commit too. What looks like a secret and is
none stands in ``.secrets.baseline`` (hashes, no words); ``--accept`` writes what is found now into it. Nothing is sent
anywhere: detect-secrets' own check, which tries a found key at its vendor, is off.

Exit codes: 0 nothing found, 1 something found, 3 the history could not be read whole.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.scan import scan_file
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

from backend.local.paths import ROOT, DataDir

BASELINE = ".secrets.baseline"
FOUND, NOT_CHECKED = 1, 3
SHORTEST = 8
"""Characters: no line of the history with fewer holds a secret."""

_MADE = re.compile(
    r"(?:requirements(?:-dev)?\.txt|package-lock\.json|openapi\.json|\.secrets\.baseline)$|/generated/"
    r"|\.(?:png|jpe?g|webp|avif|heic|woff2?|ico|pdf)$"
)
"""Written by programs: hashes and pictures."""
_TESTS = re.compile(r"(?:^|/)tests/|\.test\.tsx?$")
_PLAIN_WORDS = "Secret Keyword"
"""`password = "…"`: what tests are full of. Keys, tokens and random strings are looked for in them as anywhere."""
_VERIFICATION = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"


@dataclass(frozen=True, slots=True)
class Found:
    """What looks like a secret: where, of what kind, and its hash as the baseline has it."""

    path: str
    line: int
    kind: str
    hash: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.path, self.kind, self.hash


def scan(root: Path, paths: list[str], seen: "Seen | None" = None) -> list[Found]:
    """What looks like a secret in these files, sorted; files that programs write, and `seen` ones, are left out."""
    seen = seen or Seen(None)
    wanted = [path for path in paths if not _MADE.search(path) and (root / path).is_file()]
    fresh = [path for path in wanted if not seen.knows(root, path)]
    if not fresh:
        return []
    with ProcessPoolExecutor(initializer=_configure) as pool:
        lists = list(pool.map(_scan, [(root, path) for path in fresh], chunksize=8))
    seen.remember(root, [path for path, some in zip(fresh, lists, strict=True) if not some])
    return sorted((found for some in lists for found in some), key=lambda found: (found.path, found.line))


def _scan(place: tuple[Path, str]) -> list[Found]:
    root, path = place
    return [
        Found(path, secret.line_number, secret.type, secret.secret_hash)
        for secret in scan_file(str(root / path))
        if not (secret.type == _PLAIN_WORDS and _TESTS.search(path))
    ]


class Seen:
    """The files in which nothing was found before, by name, content and the rules of then; kept in a file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rules = Path(__file__).read_bytes() + version("detect-secrets").encode()
        self._known = set(file.read_text().split()) if file and file.exists() else set[str]()

    def knows(self, root: Path, path: str) -> bool:
        return bool(self._known) and self._digest(root, path) in self._known

    def remember(self, root: Path, paths: list[str]) -> None:
        """Add files in which nothing was found."""
        self._known.update(self._digest(root, path) for path in paths)
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text("\n".join(sorted(self._known)))

    def _digest(self, root: Path, path: str) -> str:
        return hashlib.sha256(self._rules + path.encode() + b"\0" + (root / path).read_bytes()).hexdigest()


_settings = ExitStack()


def _configure() -> None:
    """For as long as a worker process lives: reading them anew for each file would take longer than the file."""
    _settings.enter_context(_offline())


@contextmanager
def _offline() -> Generator[None]:
    with default_settings() as settings:
        settings.disable_filters(_VERIFICATION)
        yield


def kept(root: Path) -> list[str]:
    """The files that git keeps or would keep; without git, every file."""
    if not (root / ".git").exists():
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [
        name for name in _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0") if name
    ]


def is_whole(root: Path) -> bool:
    """Whether the history is here: neither an unpacked archive nor a shallow clone."""
    return (root / ".git").exists() and _git(root, "rev-parse", "--is-shallow-repository").strip() == "false"


def write_history(root: Path, folder: Path) -> list[str]:
    """Write every line that any commit added to a path into a file of that path in `folder`; the paths."""
    added: dict[str, dict[str, None]] = {}
    for path, line in _added_lines(root):
        added.setdefault(path, {})[line] = None
    for path, lines in added.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines), encoding="utf-8")
    return list(added)


def _added_lines(root: Path) -> Iterator[tuple[str, str]]:
    log = ["log", "--all", "--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--format="]
    path, in_text = "", False
    for line in _git(root, "-c", "core.quotePath=false", *log, "--diff-merges=first-parent").split("\n"):
        if line.startswith("diff --git "):
            path, in_text = "", False
        elif line.startswith("@@"):
            in_text = True
        elif not in_text and line.startswith("+++ b/"):
            path = line.removeprefix("+++ b/").rstrip("\t")
        elif in_text and path and line.startswith("+") and len(line.strip()) > SHORTEST and not _MADE.search(path):
            yield path, line[1:]


def _git(root: Path, *arguments: str) -> str:
    result = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    return result.stdout.decode(errors="replace")


def accepted(root: Path) -> set[tuple[str, str, str]]:
    """What the baseline says is no secret."""
    path = root / BASELINE
    if not path.exists():
        return set()
    known = SecretsCollection.load_from_baseline(baseline.load_from_file(str(path)))
    return {(name, secret.type, secret.secret_hash) for name, secret in known if secret.is_secret is False}


def accept(root: Path, found: list[Found]) -> None:
    """Write a baseline that knows exactly these as no secrets."""
    known = SecretsCollection()
    for one in found:
        entry = PotentialSecret(one.kind, one.path, "", one.line, is_secret=False)
        entry.secret_hash = one.hash
        known[one.path].add(entry)
    with _offline():
        baseline.save_to_file(known, str(root / BASELINE))


def main(arguments: list[str], root: Path = ROOT, seen: Path | None = None) -> int:
    """Look, and say what was found; the exit code. `seen` keeps the clean files, so that they are not read again."""
    parser = argparse.ArgumentParser(
        prog="python -m backend.local.secret_scan", description="Find secrets in the files."
    )
    parser.add_argument("--history", action="store_true", help="in every line that a commit added, too")
    parser.add_argument(
        "--accept", action="store_true", help=f"write what is found now into {BASELINE}: it is no secret"
    )
    options = parser.parse_args(arguments)
    found = {one.key: one for one in scan(root, kept(root), Seen(seen))}
    whole = is_whole(root)
    if options.history and (root / ".git").exists():
        with tempfile.TemporaryDirectory() as folder:
            old = scan(Path(folder), write_history(root, Path(folder)))
        # Line numbers of the history mean nothing: `git log -S` finds the commit.
        found = {one.key: Found(one.path, 0, one.kind, one.hash) for one in old} | found
    if options.accept:
        accept(root, list(found.values()))
        return 0
    known = accepted(root)
    unknown = [one for key, one in sorted(found.items()) if key not in known]
    for one in unknown:
        sys.stderr.write(f"{one.path}:{one.line or 'an older version'}: {one.kind}\n")
    if unknown:
        sys.stderr.write(
            "Take it out and make it useless at its vendor, or see CONTRIBUTING.md when it is no secret.\n"
        )
        return FOUND
    if options.history and not whole:
        sys.stderr.write("The history was NOT CHECKED whole: this clone does not have all of it.\n")
        return NOT_CHECKED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], seen=DataDir.default().path / "seen-without-secrets"))
