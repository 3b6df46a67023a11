"""The linters and type checkers are on, and as strict as they are meant to be: each finds what is planted for it."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture.gates.tree import ROOT, copy_of, plant

BROAD = "try:\n    import math\nexcept Exception:\n    math = None\n"

PYTHON = """
import os
from datetime import datetime
from typing import Optional


def show(value, other=[]):
    assert datetime.now()
    print(value)
    eval("1")
    return open("x")


def count(text: str) -> int:
    return text


class Box:
    _inside = 1


def look(box: Box) -> Optional[int]:
    return box._inside + missing
"""

LINTED = ("F401", "B006", "T201", "S307", "DTZ005", "PTH123", "UP045", "F821")
TYPED = (
    "reportMissingParameterType",
    "reportReturnType",
    "reportPrivateUsage",
    "reportUndefinedVariable",
    "reportUnusedImport",
)

TYPESCRIPT = """
export function first(values: string[], extra): number {
  const value = values[0];
  return value.length;
}
export const any: any = 1;
export const out: { a?: number } = { a: undefined };
"""

TYPED_SCRIPT = ("TS7006", "TS18048", "TS2375")
"""An implicit any, an unchecked index, and `exactOptionalPropertyTypes`."""


def run(root: Path, *command: str | Path) -> str:
    """What a tool says of a tree."""
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with our settings and nothing but plants."""
    root = copy_of(tmp_path_factory.mktemp("lint"), "pyproject.toml")
    (root / ".venv").symlink_to(ROOT / ".venv")
    plant(root, "backend/planted.py", PYTHON)
    plant(root, "tests/planted.py", "def f(x):\n    return x\n")
    plant(root, "migrations/planted.py", "def f(x):\n    return x\n")
    for folder in ("core", "core/db", "domains/clients", "adapters/smtp", "events", "local", "demo", "simulators/x"):
        plant(root, f"backend/{folder}/broad.py", BROAD)
    return root


def test_ruff_finds_each_plant(python: Path) -> None:
    report = run(python, ROOT / ".venv/bin/ruff", "check", "--no-cache", "--output-format=concise", ".")
    assert [code for code in LINTED if f" {code} " not in report] == []


def test_only_composition_roots_may_catch_everything(python: Path) -> None:
    report = run(python, ROOT / ".venv/bin/ruff", "check", "--no-cache", "--output-format=concise", "backend")
    planted = {path.relative_to(python).as_posix() for path in python.rglob("broad.py")}
    assert planted == {line.partition(":")[0] for line in report.splitlines() if " BLE001 " in line}


def test_the_python_type_checker_is_strict(python: Path) -> None:
    report = run(python, ROOT / ".venv/bin/basedpyright", "--project", python / "pyproject.toml")
    assert [rule for rule in TYPED if rule not in report] == []
    assert "tests/planted.py" in report
    assert "migrations/planted.py" in report


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A web app with our settings and nothing but a plant."""
    root = copy_of(tmp_path_factory.mktemp("script"), "frontend/tsconfig.json", "frontend/biome.jsonc")
    (root / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    plant(root, "frontend/src/planted.ts", TYPESCRIPT)
    return root / "frontend"


def test_the_typescript_compiler_is_strict(script: Path) -> None:
    report = run(script, ROOT / ".venv/bin/node", "node_modules/typescript/bin/tsc", "--noEmit", "-p", ".")
    assert [code for code in TYPED_SCRIPT if code not in report] == []


def test_biome_finds_each_plant(script: Path) -> None:
    report = run(
        script, ROOT / ".venv/bin/node", "node_modules/@biomejs/biome/bin/biome", "check", "--vcs-enabled=false"
    )
    assert "noExplicitAny" in report
