"""Rules of files: size, unfinished work, skipped tests, lock files, names of places that are not everywhere."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.architecture.gates.tree import kept_files, modules

MAX_LINES = 400
SOURCES = frozenset({".py", ".ts", ".tsx", ".css", ".mjs", ".js"})
GENERATED = ("frontend/src/api/generated/", "migrations/versions/")
LOOPS = (ast.For, ast.While, ast.AsyncFor)
SLEEPS = frozenset({"time.sleep", "asyncio.sleep"})

TEXTS = SOURCES | {
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".jsonc",
    ".html",
    ".conf",
    ".ini",
    ".mako",
    ".txt",
    ".sh",
    "",
}
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "frontend/package-lock.json",
    "frontend/tools/lighthouse/package-lock.json",
)

# Written in pieces, so that this file does not name what it looks for.
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
SKIPPED_SCRIPT = re.compile(
    r"\b(?:it|test|describe|suite|bench)\.(?:skip|only|todo|fails|fixme|skipIf|runIf)\b|\bx(?:it|describe)\("
)
HOSTS = re.compile(
    r"(?:registry\.npm" r"js\.org|npm" r"mirror\.com|registry\.yarn" r"pkg\.com|(?<![\w-])pypi\." r"org|python"
    r"hosted\.org|arti" r"factory|index-" r"url\b|extra-" r"index|--find-" r"links|PIP_" r"INDEX|UV_" r"INDEX)"
)  # fmt: skip
PLACES = re.compile(r"(?<![\w.~-])/(?:home|Users|root|work|opt|tmp/stoke)/[\w.-]+|\b[A-Z]:\\\\?Users")


def sizes(root: Path) -> list[str]:
    """No source is longer than 400 lines (rule 12)."""
    found: list[str] = []
    for name, text in _texts(root, SOURCES):
        lines = text.count("\n")
        if lines > MAX_LINES and not name.startswith(GENERATED):
            found.append(f"{name}:{MAX_LINES + 1}: {lines} lines; past {MAX_LINES} a module becomes a package")
    return found


def unfinished(root: Path) -> list[str]:
    """What is left to do stands in an issue, not in the source."""
    return [
        f"{name}:{number}: {match.group()}: finish it, or open an issue"
        for name, text in _texts(root, TEXTS)
        if name not in LOCKS and not name.startswith(GENERATED)
        for number, line in enumerate(text.splitlines(), 1)
        for match in UNFINISHED.finditer(line)
    ]


def skipped_tests(root: Path) -> list[str]:
    """Every test runs: none is skipped, expected to fail, or alone."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}: every test runs"
        for path, tree in modules(root, "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and re.search(r"\b(?:skip|skipif|xfail|importorskip|SkipTest)$", node.attr)
    ]
    for name, text in _texts(root, frozenset({".ts", ".tsx", ".mjs"})):
        for number, line in enumerate(text.splitlines(), 1):
            if match := SKIPPED_SCRIPT.search(line):
                found.append(f"{name}:{number}: {match.group()}: every test runs")
    return found


def sleeping_tests(root: Path, listed: Mapping[str, str]) -> list[str]:
    """Tests wait for a condition, in a loop that looks often (0.5 s at most), never for a while."""
    found: list[str] = []
    for path, tree in modules(root, "tests"):
        looking = {id(node) for loop in ast.walk(tree) if isinstance(loop, LOOPS) for node in ast.walk(loop)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            if f"{path}: {ast.unparse(node)}" in listed:
                continue
            longest = 0.5 if id(node) in looking else 0.0  # asyncio.sleep(0) only lets others run
            if name.endswith("wait_for_timeout") or (name in SLEEPS and _seconds(node) > longest):
                found.append(f"{path}:{node.lineno}: {ast.unparse(node)}: wait for what you wait for")
    for name, text in _texts(root, frozenset({".ts", ".tsx", ".mjs"})):
        found += [
            f"{name}:{number}: waitForTimeout: wait for what you wait for"
            for number, line in enumerate(text.splitlines(), 1)
            if "waitForTimeout" in line
        ]
    return found


def _seconds(call: ast.Call) -> float:
    """A constant first argument; anything else is as long as it likes."""
    argument = call.args[0] if call.args else None
    value = argument.value if isinstance(argument, ast.Constant) else None
    return float(value) if isinstance(value, int | float) else float("inf")


def places(root: Path) -> list[str]:
    """No package registry's host, and no path of a developer's machine."""
    return [
        f"{name}:{number}: {match.group()}: is not the same everywhere"
        for name, text in _texts(root, TEXTS)
        for number, line in enumerate(text.splitlines(), 1)
        for match in (*HOSTS.finditer(line), *PLACES.finditer(line))
    ]


def locks(root: Path) -> list[str]:
    """Lock files pin everything with a hash and name no host."""
    found: list[str] = []
    for name in LOCKS:
        path = root / name
        if not path.exists():
            found.append(f"{name}: is missing")
        elif name.endswith(".json"):
            found += [f"{name}: {sentence}" for sentence in _npm(json.loads(path.read_text()))]
        else:
            found += [f"{name}: {sentence}" for sentence in _pip(path.read_text())]
    return found


def _pip(text: str) -> Iterator[str]:
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    for entry in (entry for entry in entries if entry.strip() and not entry.startswith("#")):
        name = entry.split()[0]
        if "://" in entry or entry.startswith("-"):
            yield f"{name} names a place"
        elif "==" not in name or "--hash=sha256:" not in entry:
            yield f"{name} is not pinned with a hash"


def _npm(lock: dict[str, dict[str, dict[str, object]]]) -> Iterator[str]:
    for name, package in lock["packages"].items():
        if "resolved" in package and not package.get("link"):
            yield f"{name} has `resolved`"
        if name.startswith("node_modules/") and "integrity" not in package and not package.get("link"):
            yield f"{name} has no integrity"


def _texts(root: Path, kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    for path in kept_files(root):
        if path.suffix in kinds:
            try:
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
