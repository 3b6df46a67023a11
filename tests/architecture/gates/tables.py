"""Rules of the tables as the models declare them (rules 6 and 8)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, Table, UniqueConstraint
from sqlalchemy.orm import Mapper

TENANT_KEY = ["organization_id", "id"]


def is_tenant(table: Table) -> bool:
    """Whether a table's key begins with the tenant."""
    return [column.name for column in table.primary_key.columns] == TENANT_KEY


def keys(metadata: MetaData, reasons: Mapping[str, str]) -> list[str]:
    """Each table has the tenant in its key or a reason not to; foreign keys between tenant tables carry it."""
    found: list[str] = []
    for table in metadata.sorted_tables:
        if not is_tenant(table):
            if not reasons.get(table.name):
                found.append(f"{table.name}: neither the key (organization_id, id) nor a __global_reason__")
            continue
        if table.name in reasons:
            found.append(f"{table.name}: a tenant table gives a __global_reason__")
        for key in table.foreign_key_constraints:
            if is_tenant(key.referred_table) and not _carries_tenant(key):
                columns = ", ".join(key.column_keys)
                found.append(f"{table.name} ({columns}): a foreign key to a tenant table carries organization_id first")
    return found


def indexes(metadata: MetaData, listed: Mapping[str, str]) -> list[str]:
    """Indexes and unique constraints of tenant tables begin with the tenant, unless listed with a reason."""
    found: list[str] = []
    seen: set[str] = set()
    for table in metadata.sorted_tables:
        if not is_tenant(table):
            continue
        for name, columns in _indexes(table):
            if columns[:1] == ["organization_id"]:
                continue
            seen.add(name)
            if name not in listed:
                found.append(f"{table.name}.{name} ({', '.join(columns)}): begins with organization_id, or is listed")
    return found + [f"{name}: listed, but there is no such index" for name in sorted(listed.keys() - seen)]


def unindexed_references(metadata: MetaData, listed: Mapping[str, str]) -> list[str]:
    """An index leads with every foreign key's columns, so that a delete above does not read the table below."""
    found: list[str] = []
    seen: set[str] = set()
    for table in metadata.sorted_tables:
        leading = [columns for _, columns in _indexes(table, partial=False)]
        leading.append([column.name for column in table.primary_key.columns])
        for key in table.foreign_key_constraints:
            columns = list(key.column_keys)
            if any(set(index[: len(columns)]) == set(columns) for index in leading):
                continue
            place = f"{table.name}({', '.join(columns)})"
            seen.add(place)
            if place not in listed:
                found.append(f"{place}: no index begins with the columns of this foreign key")
    return found + [f"{place}: listed, but it is indexed or gone" for place in sorted(listed.keys() - seen)]


def relationships(mappers: Iterable[Mapper[object]]) -> list[str]:
    """Relationships are for reading and never load by themselves."""
    return [
        f"{mapper.class_.__name__}.{relation.key}: lazy='raise' and viewonly=True"
        for mapper in mappers
        for relation in mapper.relationships
        if relation.lazy != "raise" or not relation.viewonly
    ]


def _carries_tenant(key: ForeignKeyConstraint) -> bool:
    first = key.elements[0]
    return first.parent.name == "organization_id" and first.column.name == "organization_id"


def _indexes(table: Table, *, partial: bool = True) -> list[tuple[str, list[str]]]:
    """Name and columns of each index. Without `partial`, those that every row is in, or every row that points."""
    found: list[tuple[str, list[str]]] = []
    for index in table.indexes:
        condition = index.dialect_options["postgresql"].get("where")
        columns = _columns(index)
        if partial or condition is None or str(condition) in {f"{name} IS NOT NULL" for name in columns}:
            found.append((str(index.name), columns))
    return found + [
        (str(constraint.name), [column.name for column in constraint.columns])
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]


def _columns(index: Index) -> list[str]:
    return [getattr(expression, "name", None) or str(expression) for expression in index.expressions]
