"""The whole page: the map of promised entities, look-ups, then each domain's tables."""

from collections.abc import Iterator

from sqlalchemy import Table
from sqlalchemy.orm import Mapper

from backend.core.db.base import Base
from backend.local.schema_docs.entities import ENTITIES, LOOKUPS, SUPPORTING, Entity, Lookup
from backend.local.schema_docs.table import section
from backend.wiring import DOMAINS, load_domains

HEAD = """# The schema

Written by `python -m backend.cli schema-docs` from the models; `make check` fails when it is stale.

Tenant tables have the key `(organization_id, id)`, and every foreign key between them carries `organization_id`: the
database itself refuses a row that points into another organization. Row-level security is enabled and forced on every
table; on a global one, policies of its own say whose rows they are. Ids are UUIDv7, made by the app or a phone. Times
are `timestamptz` in UTC, quantities are SI. Tables that are partitioned by month, and storage parameters:
[data-ageing.md](data-ageing.md).
"""


def page() -> str:
    """The page as Markdown."""
    load_domains()
    parts = [HEAD, *_entities(), *_lookups()]
    for domain in ("core", *DOMAINS):
        tables = sorted(_tables(domain), key=lambda pair: pair[0].name)
        if tables:
            parts.append(f"## {domain}\n")
            parts += [section(table, model) for table, model in tables]
    return "\n".join(parts).rstrip("\n") + "\n"


def _tables(domain: str) -> Iterator[tuple[Table, type]]:
    folder = "backend.core" if domain == "core" else f"backend.domains.{domain}"
    mappers: frozenset[Mapper[object]] = Base.registry.mappers
    for mapper in mappers:
        table = mapper.local_table
        if isinstance(table, Table) and f"{mapper.class_.__module__}.".startswith(f"{folder}."):
            yield table, mapper.class_


def _entities() -> Iterator[str]:
    yield "## Promised entities\n"
    yield "| domain | entity | where |\n|---|---|---|"
    for domain, entities in ENTITIES.items():
        for entity in entities:
            if entity.places:
                yield f"| {domain} | {entity.name} | {_where(entity)} |"
        later = ", ".join(entity.name for entity in entities if not entity.places)
        if later:
            yield f"| {domain} | {later} | due later |"
    yield "\nBeside them: " + "; ".join(f"`{table}` ({what})" for table, what in SUPPORTING.items()) + ".\n"


def _where(entity: Entity) -> str:
    places = ", ".join(f"`{place}`" for place in entity.places)
    return f"{places}: {entity.note}" if entity.note else places


def _lookups() -> Iterator[str]:
    yield "## Promised look-ups\n"
    yield "| look-up | index begins with |\n|---|---|"
    for lookup in LOOKUPS:
        yield f"| {lookup.name} | {_columns(lookup)} |"
    yield ""


def _columns(lookup: Lookup) -> str:
    return f"`{lookup.table}` ({', '.join(lookup.columns)})" if lookup.table else "due later"
