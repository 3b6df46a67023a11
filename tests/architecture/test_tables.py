"""Keys, indexes and relationships, as the models declare them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, MetaData, Table, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry, relationship

from backend.core.db.base import NAMING, Base
from tests.architecture import lists
from tests.architecture.gates import tables

REASONS = {
    mapper.local_table.name: getattr(mapper.class_, "__global_reason__", "")
    for mapper in Base.registry.mappers
    if hasattr(mapper.class_, "__global_reason__") and isinstance(mapper.local_table, Table)
}

GATES: dict[str, Callable[[], list[str]]] = {
    "keys": lambda: tables.keys(Base.metadata, REASONS),
    "indexes": lambda: tables.indexes(Base.metadata, lists.INDEXES_WITHOUT_TENANT),
    "references": lambda: tables.unindexed_references(Base.metadata, lists.UNINDEXED_REFERENCES),
    "relationships": lambda: tables.relationships(Base.registry.mappers),
}


@pytest.mark.parametrize("gate", GATES)
def test_the_models_keep_the_rule(gate: str) -> None:
    assert GATES[gate]() == []


def key(name: str, *, of: str | None = None) -> Column[object]:
    """A uuid of the primary key, perhaps pointing somewhere."""
    return Column(name, Uuid(), *([ForeignKey(of)] if of else []), primary_key=True)


def planted(*extra: Column[object] | ForeignKeyConstraint | Index | UniqueConstraint) -> MetaData:
    """A tenant table `above`, and a tenant table `below` with what is planted."""
    metadata = MetaData(naming_convention=NAMING)
    Table("above", metadata, key("organization_id"), key("id"))
    Table("below", metadata, key("organization_id"), key("id"), Column("above_id", Uuid()), *extra)
    return metadata


def test_a_table_without_tenant_or_reason_is_found() -> None:
    metadata = MetaData()
    Table("loose", metadata, key("id"))
    Table("reversed", metadata, key("id"), key("organization_id"))
    assert [sentence.partition(":")[0] for sentence in tables.keys(metadata, {})] == ["loose", "reversed"]
    assert tables.keys(metadata, {"loose": "why", "reversed": "why"}) == []
    assert len(tables.keys(planted(), {"below": "why"})) == 1


def test_a_foreign_key_without_the_tenant_is_found() -> None:
    right = ForeignKeyConstraint(["organization_id", "above_id"], ["above.organization_id", "above.id"])
    assert tables.keys(planted(right), {}) == []
    for columns, targets in (
        (["above_id"], ["above.id"]),
        (["above_id", "organization_id"], ["above.id", "above.organization_id"]),
        (["above_id", "id"], ["above.organization_id", "above.id"]),
    ):
        found = tables.keys(planted(ForeignKeyConstraint(columns, targets)), {})
        assert [sentence.partition(" (")[0] for sentence in found] == ["below"], columns


def test_an_index_without_the_tenant_is_found() -> None:
    assert tables.indexes(planted(Index("ix_right", "organization_id", "above_id")), {}) == []
    assert tables.indexes(planted(Index("ix_listed", "above_id")), {"ix_listed": "why"}) == []
    for wrong in (Index("ix_wrong", "above_id"), UniqueConstraint("above_id", "organization_id", name="uq_wrong")):
        assert tables.indexes(planted(wrong), {})[0].startswith(f"below.{wrong.name} (")
    assert tables.indexes(planted(), {"ix_gone": "why"}) == ["ix_gone: listed, but there is no such index"]


def test_a_foreign_key_without_an_index_is_found() -> None:
    columns, targets = ["organization_id", "above_id"], ["above.organization_id", "above.id"]
    place = "below(organization_id, above_id)"
    for index, wrong in (
        (None, True),
        (Index("ix_a", "organization_id"), True),
        (Index("ix_b", "organization_id", "id", "above_id"), True),
        (Index("ix_c", "organization_id", "above_id", postgresql_where=Column("id").is_(None)), True),
        (Index("ix_d", "organization_id", "above_id", "id"), False),
        (UniqueConstraint("above_id", "organization_id", name="uq_e"), False),
    ):
        extra = [index] if index is not None else []
        found = tables.unindexed_references(planted(ForeignKeyConstraint(columns, targets), *extra), {})
        assert [sentence.partition(":")[0] for sentence in found] == ([place] if wrong else []), index
    assert len(tables.unindexed_references(planted(), {place: "why"})) == 1


def test_a_relationship_that_loads_or_writes_is_found() -> None:
    class Planted(DeclarativeBase):
        registry = registry()

    class Above(Planted):
        __tablename__ = "above"
        id: Mapped[int] = mapped_column(primary_key=True)

    class Below(Planted):
        __tablename__ = "below"
        id: Mapped[int] = mapped_column(ForeignKey("above.id"), primary_key=True)
        right: Mapped[Above] = relationship(lazy="raise", viewonly=True)
        loads: Mapped[Above] = relationship(viewonly=True)
        writes: Mapped[Above] = relationship(lazy="raise", overlaps="right,loads")

    Planted.registry.configure()
    found = tables.relationships(Planted.registry.mappers)
    assert sorted(sentence.partition(":")[0] for sentence in found) == ["Below.loads", "Below.writes"]
    assert Below.__tablename__ == "below"
