"""What every table has in common: keys that carry the tenant, times, and names that migrations can rely on."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from backend.core.db.partitions import Monthly, is_partition
from backend.core.db.storage import Storage
from backend.core.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base. Datetimes are `timestamptz`, always UTC."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}
    __partitioned__: ClassVar[Monthly | None] = None
    """How the table's months age, if it has any; see docs/data-ageing.md."""
    __storage__: ClassVar[Storage] = {}
    """The table's storage parameters, where the server's own do not fit."""

    def __init_subclass__(cls, **arguments: Any) -> None:
        if cls.__partitioned__ is not None:
            given: tuple[Any, ...] = getattr(cls, "__table_args__", ())
            cls.__table_args__ = (*given, cls.__partitioned__.arguments())
        super().__init_subclass__(**arguments)


def partitioned() -> dict[str, Monthly]:
    """The tables that are partitioned by month, and how each ages."""
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    found = {cls.__tablename__: cls.__partitioned__ for cls in classes}
    return {table: monthly for table, monthly in sorted(found.items()) if monthly is not None}


class Timestamps:
    """When a row was made and last changed; the database's clock fills both for bulk writes."""

    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"), sort_order=900)
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"), onupdate=text("now()"), sort_order=901)


class Tenant(Timestamps):
    """A row of one organization. Row-level security is forced on every such table (see migrations)."""

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-20)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


class GlobalRow(Timestamps):
    """A row of no organization. Such tables stand in `GLOBAL_TABLES`, each with its reason."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)


def compared(name: str | None, kind: str, _parents: object = None) -> bool:
    """What Alembic compares with the models (its `include_name`): partitions come and go and are their table's."""
    return kind != "table" or name is None or not is_partition(name, partitioned())


def tenant_fk(table: str, column: str, *, on_delete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key to a tenant table: it carries the organization, so a row cannot point into another one."""
    return ForeignKeyConstraint(
        ["organization_id", column],
        [f"{table}.organization_id", f"{table}.id"],
        ondelete=on_delete,
    )
