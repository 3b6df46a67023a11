"""Every encrypted column says so in its model, every value is sealed for such a column, and the docs list them all."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

from backend.core.db.base import Base
from backend.core.db.encrypted import encrypted, encrypted_columns
from tests.architecture.gates.tree import ROOT, plant

SOUNDS_ENCRYPTED = re.compile(r"(_|^)(encrypted|sealed|wrapped|secret|cipher|ciphertext)$")

UNDER_OTHER_KEYS = {
    "audit_entries.sealed": "under the key of the person it is about, which is itself in person_keys.wrapped",
    "consents.sealed": "the same",
    "field_keys.probe": "each under the key that it is there to tell from others",
}
"""Places whose values are not under the field keys, so that nothing of them is rotated."""

SEALERS = {
    "backend/core/archives/files.py": "archived months: `keys rotate` seals them anew",
    "backend/domains/privacy/service/writing.py": "personal exports: gone after a week, and made anew when asked for",
    "backend/domains/privacy/service/exports.py": "links to those: good for minutes",
}
"""Modules that seal bytes of no row, and what becomes of these when keys change."""

_PLACE = re.compile(r"[a-z_]+\.[a-z_]+")


def unmarked(metadata: MetaData) -> list[str]:
    """Columns whose name says that they are encrypted, and whose model does not."""
    marked = {(found.table, found.column) for found in encrypted_columns(metadata)}
    return [
        f"{table.name}.{column.name}: say mapped_column(info=encrypted()), or name it otherwise"
        for table in metadata.sorted_tables
        for column in table.columns
        if SOUNDS_ENCRYPTED.search(column.name)
        and (table.name, column.name) not in marked
        and f"{table.name}.{column.name}" not in UNDER_OTHER_KEYS
    ]


def unknown_places(root: Path, metadata: MetaData, listed: Mapping[str, str]) -> list[str]:
    """Places that source which encrypts is about, and that no column is marked with."""
    known = {found.place for found in encrypted_columns(metadata)} | set(listed)
    tables = {table.name for table in metadata.sorted_tables}
    return [
        f"{path.relative_to(root)}: {place} is the place of no encrypted column"
        for path in sorted((root / "backend").rglob("*.py"))
        for place in _places(path)
        if place.partition(".")[0] in tables and place not in known
    ]


def sealers(root: Path) -> set[str]:
    """Modules that seal bytes."""
    paths = (root / "backend").rglob("*.py")
    return {path.relative_to(root).as_posix() for path in paths if _calls(ast.parse(path.read_text()), "seal")}


def _calls(tree: ast.Module, name: str) -> bool:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(function, ast.Attribute) and function.attr == name for function in calls)


def _places(path: Path) -> Iterator[str]:
    """Texts like `table.column` in a module that calls `encrypt`."""
    tree = ast.parse(path.read_text())
    if not _calls(tree, "encrypt"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PLACE.fullmatch(node.value):
            yield node.value


def test_every_column_that_sounds_encrypted_is_marked() -> None:
    assert unmarked(Base.metadata) == []


def test_every_value_is_sealed_for_a_marked_column() -> None:
    assert unknown_places(ROOT, Base.metadata, UNDER_OTHER_KEYS) == []


def test_whatever_is_sealed_outside_a_row_has_an_end_or_is_sealed_anew() -> None:
    assert sealers(ROOT) == SEALERS.keys()


def test_the_docs_list_every_encrypted_column() -> None:
    text = (ROOT / "docs" / "encryption.md").read_text()
    places = {f"{found.table}.{found.column}" for found in encrypted_columns()} | set(UNDER_OTHER_KEYS)
    listed = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", text, re.MULTILINE))
    assert listed == places


@pytest.mark.parametrize("name", ["note_encrypted", "sealed", "client_secret"])
def test_an_unmarked_column_is_found(name: str) -> None:
    metadata = MetaData()
    Table("planted", metadata, Column(name, String()), Column("right_encrypted", String(), info=encrypted()))
    assert [sentence.partition(":")[0] for sentence in unmarked(metadata)] == [f"planted.{name}"]


def test_a_value_sealed_for_no_column_is_found(tmp_path: Path) -> None:
    metadata = MetaData()
    Table("planted", metadata, Column("note", String()), Column("secret", String(), info=encrypted()))
    source = 'def save(cipher):\n    cipher.encrypt("x", place="{}")\n'
    plant(tmp_path, "backend/right.py", source.format("planted.secret"))
    plant(tmp_path, "backend/wrong.py", source.format("planted.note"))
    assert unknown_places(tmp_path, metadata, {}) == [
        "backend/wrong.py: planted.note is the place of no encrypted column"
    ]
