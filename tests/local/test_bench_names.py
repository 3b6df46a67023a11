"""What the bench and the chaos are asked for by name: an unknown one is refused, and the known ones are told."""

import subprocess
import sys

import pytest

from backend.bench.__main__ import SECTIONS
from backend.bench.paths import NAMES
from backend.chaos.faults import FAULTS
from backend.local.paths import ROOT


@pytest.mark.parametrize(("program", "known"), [("bench", (*SECTIONS, *NAMES)), ("chaos", (*FAULTS, "full-disk"))])
def test_an_unknown_name_is_refused_with_the_known_ones(program: str, known: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", f"backend.{program}", "--only", "typo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "typo" in ended.stderr
    assert all(name in ended.stderr for name in known)
