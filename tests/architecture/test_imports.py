"""The import contracts of pyproject.toml find what they are for."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture.gates.tree import ROOT, copy_of, plant

DOMAINS = "backend/domains"
PLANTS = {
    # the house
    "backend.core.planted -> backend.events.organizations": (
        "backend/core",
        "from backend.events import organizations",
    ),
    "backend.events.planted -> backend.domains.accounts": ("backend/events", "import backend.domains.accounts"),
    "backend.domains.accounts.planted -> backend.adapters.smtp": (
        f"{DOMAINS}/accounts",
        "import backend.adapters.smtp",
    ),
    "backend.adapters.planted -> backend.wiring": ("backend/adapters", "import backend.wiring"),
    "backend.wiring -> backend.main": ("backend/wiring.py", "import backend.main"),
    "backend.main -> backend.local.planted": ("backend/main.py", "import backend.local.planted"),
    "backend.worker -> backend.main": ("backend/worker.py", "import backend.main"),
    "backend.helpers": ("backend/helpers", "import math"),
    # floors, and siblings on one of them
    "backend.domains.accounts.up -> backend.domains.organizations.service": (
        f"{DOMAINS}/accounts/up.py",
        "from backend.domains.organizations import service",
    ),
    "backend.domains.training.planted -> backend.domains.workouts.strength": (
        f"{DOMAINS}/training",
        "from backend.domains.workouts import strength",
    ),
    "backend.domains.nutrition.planted -> backend.domains.workouts.strength": (
        f"{DOMAINS}/nutrition",
        "from backend.domains.workouts import strength",
    ),
    "backend.domains.unheard_of": (f"{DOMAINS}/unheard_of", "import math"),
    # rooms
    "backend.domains.accounts.service -> backend.domains.accounts.router": (
        f"{DOMAINS}/accounts/service.py",
        "from backend.domains.accounts import router",
    ),
    "backend.domains.accounts.repository -> backend.domains.accounts.policies": (
        f"{DOMAINS}/accounts/repository.py",
        "from backend.domains.accounts import policies",
    ),
    "backend.domains.accounts.models -> backend.domains.accounts.repository": (
        f"{DOMAINS}/accounts/models.py",
        "from backend.domains.accounts import repository",
    ),
    "backend.domains.accounts.schemas -> backend.domains.accounts.models": (
        f"{DOMAINS}/accounts/schemas.py",
        "from backend.domains.accounts import models",
    ),
    # vendors, simulators, pure cores
    "backend.domains.organizations.planted -> stripe": (f"{DOMAINS}/organizations", "import stripe"),
    "backend.core.vendor -> openai": ("backend/core/vendor.py", "from openai import OpenAI"),
    "backend.simulators.planted -> backend.domains.accounts": ("backend/simulators", "import backend.domains.accounts"),
    "backend.local.planted -> backend.simulators": ("backend/local", "import backend.simulators"),
    "backend.domains.training.planning -> sqlalchemy": (f"{DOMAINS}/training/planning.py", "import sqlalchemy"),
    "backend.domains.workouts.streaks -> asyncio": (f"{DOMAINS}/workouts/streaks.py", "import asyncio"),
    "backend.domains.workouts.scoring.planted -> backend.core.clock": (
        f"{DOMAINS}/workouts/scoring",
        "from backend.core import clock",
    ),
}
"""A chain as import-linter prints it: where it is planted (`planted.py` of a folder), and the line."""


def contracts_report(root: Path) -> str:
    """What import-linter says of a tree, on one line, so that no line break hides a chain."""
    command = [ROOT / ".venv" / "bin" / "lint-imports", "--no-cache", "--no-logo"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return " ".join((result.stdout + result.stderr).split())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on one copy with every plant."""
    root = copy_of(tmp_path_factory.mktemp("imports"), "backend", "pyproject.toml")
    for path, line in PLANTS.values():
        if not path.endswith(".py"):
            for folder in (root / path, *(root / path).parents):
                if folder == root:
                    break
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "__init__.py").touch()
            path = f"{path}/planted.py"
        plant(root, path, f"\n{line}\n")
    return contracts_report(root)


def test_the_tree_keeps_every_contract() -> None:
    report = contracts_report(ROOT)
    assert " 0 broken" in report, report


@pytest.mark.parametrize("chain", PLANTS)
def test_a_planted_import_is_found(report: str, chain: str) -> None:
    assert chain in report


def test_every_contract_is_tried(report: str) -> None:
    assert " 0 kept" in report
