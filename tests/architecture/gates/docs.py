"""Rules of what is written beside the code: settings, links, and the map of promised entities."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from sqlalchemy import MetaData

from backend.core.settings import Settings
from backend.local.schema_docs.entities import Entity, Lookup
from tests.architecture.gates.tree import kept_files

SETTING = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^)\s]+)[^)]*\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def settings(root: Path, others: Mapping[str, str]) -> list[str]:
    """`.env.example` explains every setting, and only those; what else reads the environment is listed."""
    explained = set(SETTING.findall((root / ".env.example").read_text(encoding="utf-8")))
    known = {str(field.alias) for field in Settings.model_fields.values()}
    found = [f".env.example: {name} is a setting and not explained" for name in sorted(known - explained)]
    found += [f".env.example: {name} is no setting" for name in sorted(explained - known - set(others))]
    return found + [f"{name}: listed, and not explained" for name in sorted(set(others) - explained)]


def links(root: Path) -> list[str]:
    """Links between pages of the repository lead to a file, and to a heading that it has."""
    found: list[str] = []
    for page in (path for path in kept_files(root) if path.suffix == ".md"):
        text = page.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                name, _, anchor = target.partition("#")
                there = (page.parent / name).resolve() if name else page
                place = f"{page.relative_to(root).as_posix()}:{number}: {target}"
                if not there.exists():
                    found.append(f"{place}: leads nowhere")
                elif anchor and there.suffix == ".md" and anchor not in _anchors(there):
                    found.append(f"{place}: there is no such heading")
    return found


def entities(
    metadata: MetaData, promised: Mapping[str, Collection[Entity]], supporting: Mapping[str, str]
) -> list[str]:
    """Each promised entity is where the map says, and each table is on the map."""
    columns = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    there = columns | set(metadata.tables)
    mapped = [(entity.name, place) for group in promised.values() for entity in group for place in entity.places]
    found = [f"{name}: {place} does not exist" for name, place in mapped if place not in there]
    found += [f"{table}: supports, and does not exist" for table in supporting if table not in metadata.tables]
    known = {place.partition(".")[0] for _, place in mapped} | set(supporting)
    return found + [f"{table}: is not on the map of entities" for table in sorted(set(metadata.tables) - known)]


def lookups(metadata: MetaData, promised: Collection[Lookup]) -> list[str]:
    """An index of the whole table, or its key, begins with the columns of each promised look-up that is due."""
    found: list[str] = []
    for lookup in promised:
        if not lookup.table:
            continue
        table = metadata.tables[lookup.table]
        leading = [[getattr(column, "name", "") for column in index.expressions] for index in table.indexes]
        wanted = list(lookup.columns)
        if not any(columns[: len(wanted)] == wanted for columns in leading):
            found.append(f"{lookup.table}: no index begins with {', '.join(wanted)} ({lookup.name})")
    return found


def _anchors(page: Path) -> set[str]:
    """Headings as GitHub makes addresses of them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
