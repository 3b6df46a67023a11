"""Rules of the source that no linter of ours knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.gates.tree import modules

TRANSACTION_VERBS = frozenset({"commit", "rollback", "begin", "undo"})
"""Not `savepoint`: it neither opens nor ends the transaction."""

ENTRANCES = re.compile(r"backend\.domains\.\w+\.(\w+_router|router|tasks|handlers)$")


def transactions(root: Path) -> list[str]:
    """Core alone opens and ends transactions: no commit, rollback or begin in domains and adapters (rule 5)."""
    return [
        f"{path}:{node.lineno}: `{node.func.attr}()`: core opens and ends transactions, not a domain or an adapter"
        for path, tree in modules(root, "backend/domains", "backend/adapters")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TRANSACTION_VERBS
    ]


def http_exceptions(root: Path) -> list[str]:
    """Domains raise StokeError, never HTTPException (rule 9)."""
    return [
        f"{path}:{line}: HTTPException: raise a StokeError of the domain's errors.py"
        for path, tree in modules(root, "backend/domains", "backend/adapters", "backend/events")
        for line, name in _names(tree)
        if name == "HTTPException"
    ]


def imported_entrances(root: Path) -> list[str]:
    """A router, a task or a handler is where work comes in; nothing inside the domains imports one (rule 1).

    Import-linter sees `router`; it has no pattern for the further modules that end in `_router`.
    """
    found: list[str] = []
    for path, tree in modules(root, "backend/domains", "backend/core", "backend/adapters", "backend/events"):
        if ENTRANCES.search(path.removesuffix(".py").replace("/", ".")):
            continue
        found += [
            f"{path}:{line}: imports {name}: work comes in there, and goes down from there"
            for line, name in imports(tree)
            if ENTRANCES.search(name)
        ]
    return found


def system_callers(root: Path) -> dict[str, int]:
    """Who opens a session across organizations: `file:function` and the line of one call."""
    found: dict[str, int] = {}
    for path, tree in modules(root, "backend"):
        if path.startswith(
            ("backend/local/", "backend/bench/", "backend/chaos/", "backend/core/db/roles.py")
        ):  # URLs and passwords by role
            continue
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr == "system" and isinstance(node.ctx, ast.Load):
                    found[f"{path}:{function.name}"] = node.lineno
    return found


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every dotted name that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def _names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name
