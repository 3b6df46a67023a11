"""Something is made again exactly when what it is made from changed."""

from pathlib import Path

from backend.local import stamps
from backend.local.toolchain import web_sources


def test_a_digest_changes_with_contents_names_and_facts(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("one")
    before = stamps.digest([first], "3.11")

    assert stamps.digest([first], "3.11") == before
    assert stamps.digest([first], "3.12") != before
    second.write_text("one")
    assert stamps.digest([second], "3.11") != before
    first.write_text("two")
    assert stamps.digest([first], "3.11") != before


def test_a_stamp_is_fresh_for_its_own_value_alone(tmp_path: Path) -> None:
    stamp = tmp_path / "made" / ".stamp"

    assert not stamps.is_fresh(stamp, "x")
    stamps.write(stamp, "x")
    assert stamps.is_fresh(stamp, "x")
    assert not stamps.is_fresh(stamp, "y")


def test_web_sources_leave_out_what_is_made(tmp_path: Path) -> None:
    for name in ("src/main.ts", "node_modules/x/index.js", "dist/index.html", "package.json", "src/dist.ts"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    found = {path.relative_to(tmp_path).as_posix() for path in web_sources(tmp_path)}

    assert found == {"src/main.ts", "package.json", "src/dist.ts"}
