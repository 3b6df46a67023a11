"""Planted secrets are found: in a file, in a commit long taken back, in what nobody has added yet."""

import random
import string
import subprocess
from pathlib import Path

import pytest

from backend.local import secret_scan

_DICE = random.Random(1)


def _letters(count: int) -> str:
    """Not written down, so that this file holds no secret itself."""
    return "".join(_DICE.choices(string.ascii_letters + string.digits, k=count))


TOKENS = {
    "aws": "AKIA" + _letters(16).upper(),
    "github": "ghp_" + _letters(36),
    "stripe": "sk_live_" + _letters(24),
    "random": _letters(40),
    "private": "-----BEGIN RSA PRIVATE " + "KEY-----",
}


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.test", "-c", "commit.gpgsign=false"]
    subprocess.run([*command, *arguments], cwd=root, check=True, capture_output=True)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Change")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one innocent commit."""
    git(tmp_path, "init", "--quiet")
    write(tmp_path, "backend/x.py", "key = settings.key\n")
    commit(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize("name", ["backend/keys.py", "tests/test_keys.py", "docs/guide.md", ".env.example"])
def test_a_planted_secret_is_found(root: Path, name: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert secret_scan.main([], root) == 0
    write(root, name, f'value = "{TOKENS[kind]}"\n')  # not even added
    assert secret_scan.main([], root) == secret_scan.FOUND
    said = capsys.readouterr().err
    assert f"{name}:1: " in said
    assert TOKENS[kind] not in said


def test_a_secret_that_was_taken_back_is_still_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, "backend/x.py", f'key = "{TOKENS["github"]}"\n')
    commit(root)
    write(root, "backend/x.py", "key = settings.key\n")
    commit(root)
    assert secret_scan.main([], root) == 0
    assert secret_scan.main(["--history"], root) == secret_scan.FOUND
    assert "backend/x.py:an older version: GitHub Token" in capsys.readouterr().err


def test_a_secret_of_another_branch_is_found(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "other")
    write(root, "a b.py", f'key = "{TOKENS["aws"]}"\n')
    commit(root)
    git(root, "checkout", "--quiet", "-")
    assert secret_scan.main(["--history"], root) == secret_scan.FOUND


def test_what_was_accepted_is_not_found_again_and_anything_else_is(root: Path) -> None:
    write(root, "backend/keys.py", f'value = "{TOKENS["aws"]}"\n')
    assert secret_scan.main(["--accept"], root) == 0
    assert secret_scan.main([], root) == 0
    assert TOKENS["aws"] not in (root / secret_scan.BASELINE).read_text()
    write(root, "backend/keys.py", f'\n\nvalue = "{TOKENS["aws"]}"  # moved\nother = "{TOKENS["github"]}"\n')
    assert secret_scan.main([], root) == secret_scan.FOUND


def test_a_file_that_was_clean_is_read_again_when_it_changes(root: Path, tmp_path: Path) -> None:
    seen = tmp_path / ".git" / "seen"
    assert secret_scan.main([], root, seen) == 0
    assert secret_scan.main([], root, seen) == 0
    write(root, "backend/x.py", f'key = "{TOKENS["stripe"]}"\n')
    assert secret_scan.main([], root, seen) == secret_scan.FOUND
    assert secret_scan.main([], root, seen) == secret_scan.FOUND


def test_half_a_history_is_not_taken_for_a_clean_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, "backend/y.py", "other = 1\n")
    commit(root)
    shallow = root / ".git" / "clone"
    git(root, "clone", "--quiet", "--depth=1", f"file://{root}", str(shallow))
    assert secret_scan.main([], shallow) == 0
    assert secret_scan.main(["--history"], shallow) == secret_scan.NOT_CHECKED
    assert "NOT CHECKED" in capsys.readouterr().err
