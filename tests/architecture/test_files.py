"""Sizes, unfinished work, skipped tests, lock files and names of places: on the tree, and on planted violations."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.gates import files
from tests.architecture.gates.tree import ROOT, copy_of, plant

Gate = Callable[[Path], list[str]]

SLEEPS = {
    "tests/accounts/test_failures.py: asyncio.sleep(takes)": "in place of a hash, and as long as one takes",
    "tests/core/test_tenancy_of_connections.py: asyncio.sleep(moment)": "when a read is cancelled is what is tried",
}

GATES: dict[str, Gate] = {
    "sizes": files.sizes,
    "unfinished": files.unfinished,
    "skipped": files.skipped_tests,
    "sleeping": lambda root: files.sleeping_tests(root, SLEEPS),
    "places": files.places,
    "locks": files.locks,
}

TO_DO = "TO" + "DO"
HOST = "https://pypi." + "org/simple"

PLANTS: list[tuple[str, str, str]] = [
    ("sizes", "backend/core/long.py", "x = 1\n" * 401),
    ("sizes", "frontend/src/features/long.tsx", "\n" * 401),
    ("sizes", "frontend/src/styles/long.css", "\n" * 401),
    ("unfinished", "backend/core/x.py", f"# {TO_DO}: later\n"),
    ("unfinished", "frontend/src/x.ts", f"/* FIX{''}ME */\n"),
    ("unfinished", "docs/x.md", f"{TO_DO} write this\n"),
    ("skipped", "tests/clients/test_x.py", "import pytest\npytestmark = pytest.mark.skip\n"),
    ("skipped", "tests/clients/test_x.py", "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_x(): ...\n"),
    ("skipped", "tests/clients/test_x.py", "import pytest\ndef test_x(): pytest.skip('no')\n"),
    ("skipped", "frontend/src/x.test.ts", "import 'vitest';\nit.skip('x', () => {});\n"),
    ("skipped", "frontend/src/x.test.ts", "import 'vitest';\ndescribe.only('x', () => {});\n"),
    ("sleeping", "tests/clients/test_x.py", "import time\ntime.sleep(0.05)\n"),
    ("sleeping", "tests/clients/test_x.py", "import time\nwhile True: time.sleep(2)\n"),
    ("sleeping", "tests/clients/test_x.py", "import asyncio\nasync def f(): await asyncio.sleep(0.5)\n"),
    ("sleeping", "tests/browser/test_x.py", "def f(page):\n    page.wait_for_timeout(100)\n"),
    ("sleeping", "frontend/e2e/x.spec.ts", "import 'x';\nawait page.waitForTimeout(100);\n"),
    ("places", "Makefile", f"install:\n\tpip install -i {HOST}\n"),
    ("places", "frontend/.npmrc", "fund=false\nregistry=https://registry." + "npmjs.org\n"),
    ("places", "backend/core/x.py", "import os\nHOME = '/home" + "/nora/stoke'\n"),
    ("places", "docs/x.md", "Look into\n`/root" + "/stoke`.\n"),
]


@pytest.mark.parametrize("gate", GATES)
def test_the_tree_keeps_the_rule(gate: str) -> None:
    assert GATES[gate](ROOT) == []


@pytest.mark.parametrize(("gate", "path", "text"), PLANTS)
def test_a_planted_violation_is_found(tmp_path: Path, gate: str, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    found = GATES[gate](tmp_path)
    assert found
    assert all(sentence.startswith(f"{path}:") for sentence in found)


def test_what_is_generated_may_be_long(tmp_path: Path) -> None:
    plant(tmp_path, "frontend/src/api/generated/types.gen.ts", "\n" * 2000)
    assert files.sizes(tmp_path) == []


def test_a_test_may_look_often(tmp_path: Path) -> None:
    plant(tmp_path, "tests/x.py", "import time\nwhile not done(): time.sleep(0.05)\n")
    assert files.sleeping_tests(tmp_path, {}) == []


@pytest.fixture
def lock_files(tmp_path: Path) -> Path:
    """A copy of the lock files."""
    return copy_of(tmp_path, *files.LOCKS)


@pytest.mark.parametrize("line", ["--index-" + f"url {HOST}", "httpx==1.0", "httpx @ https://example.com/httpx.whl"])
def test_a_planted_requirement_is_found(lock_files: Path, line: str) -> None:
    plant(lock_files, "requirements.txt", f"{line}\n")
    assert len(files.locks(lock_files)) == 1


@pytest.mark.parametrize(
    "package", [{"resolved": "https://example.com/x.tgz", "integrity": "sha512-x"}, {"version": "1.0.0"}]
)
def test_a_planted_package_is_found(lock_files: Path, package: dict[str, str]) -> None:
    path = lock_files / "frontend" / "package-lock.json"
    lock = json.loads(path.read_text())
    lock["packages"]["node_modules/planted"] = package
    path.write_text(json.dumps(lock))
    assert len(files.locks(lock_files)) == 1
