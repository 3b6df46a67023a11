"""One table as Markdown."""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import DefaultClause

from backend.core.db.partitions import Monthly
from backend.core.db.storage import Storage
from backend.local.schema_docs import comments

_DIALECT = postgresql.dialect()


def section(table: Table, model: type) -> str:
    """Heading, what it is, columns, keys, checks and indexes."""
    reason = getattr(model, "__global_reason__", None)
    kind = f"Global: {reason}" if reason else "One organization's rows, by row-level security."
    lines = [f"### `{table.name}`", "", comments.about(model), "", kind, "", *_ageing(model)]
    lines += ["| column | type | rules | about |", "|---|---|---|---|"]
    said = comments.columns(model)
    lines += [_row(column, said) for column in table.columns]
    rules = [*_keys(table), *_checks(table), *_indexes(table), *_storage(model)]
    return "\n".join([*lines, "", *(f"- {rule}" for rule in rules), ""])


def _ageing(model: type) -> Iterator[str]:
    monthly: Monthly | None = getattr(model, "__partitioned__", None)
    if monthly is not None:
        months = "one month" if monthly.keep == 1 else f"{monthly.keep} months"
        yield f"Partitioned by month, as ranges of `id`; after {months} more, one is " + (
            "written to an archive." if monthly.archive else "dropped."
        )
        yield ""


def _storage(model: type) -> Iterator[str]:
    storage: Storage = getattr(model, "__storage__", {})
    if storage:
        yield "storage: " + ", ".join(f"`{name} = {value}`" for name, value in storage.items())


def _row(column: Column[object], said: dict[str, str]) -> str:
    kind = column.type.compile(_DIALECT).lower().replace("timestamp with time zone", "timestamptz")
    notes = ["" if column.nullable else "not null"]
    if isinstance(column.server_default, DefaultClause):
        notes.append(f"default `{_cell(_text(column.server_default.arg))}`")
    if column.computed is not None:
        notes.append(f"generated: `{_cell(_text(column.computed.sqltext))}`")
    about = _cell(said.get(column.key, ""))
    return f"| `{column.name}` | {kind} | {', '.join(note for note in notes if note)} | {about} |"


def _keys(table: Table) -> Iterator[str]:
    yield f"primary key ({_names(table.primary_key.columns.keys())})"
    for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.column_keys)):
        yield _reference(key)


def _reference(key: ForeignKeyConstraint) -> str:
    there = _names([element.column.name for element in key.elements])
    ending = f", on delete {key.ondelete.lower()}" if key.ondelete else ""
    return f"({_names(list(key.column_keys))}) → `{key.referred_table.name}` ({there}){ending}"


def _checks(table: Table) -> Iterator[str]:
    checks = [check for check in table.constraints if isinstance(check, CheckConstraint)]
    for check in sorted(checks, key=lambda check: str(check.name)):
        yield f"check `{_cell(_text(check.sqltext))}`"


def _indexes(table: Table) -> Iterator[str]:
    uniques = [item for item in table.constraints if isinstance(item, UniqueConstraint)]
    for unique in sorted(uniques, key=lambda item: str(item.name)):
        yield f"unique ({_names(unique.columns.keys())})"
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield _index(index)


def _index(index: Index) -> str:
    options = index.dialect_options["postgresql"]
    kind = "unique index" if index.unique else "index"
    using = f" {options['using']}" if options.get("using") else ""
    where = f" where `{_text(options['where'])}`" if options.get("where") is not None else ""
    columns = ", ".join(_text(expression) for expression in index.expressions)
    return f"{kind} `{index.name}`{using} ({columns}){where}"


def _text(clause: object) -> str:
    """SQL as Postgres reads it, without the table's name before each column."""
    compiler = getattr(clause, "compile", None)
    if compiler is None:
        return comments.one_line(str(clause))
    name = getattr(clause, "name", None)
    text = name or str(compiler(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
    return comments.one_line(str(text))


def _names(columns: list[str]) -> str:
    return ", ".join(columns)


def _cell(text: str) -> str:
    """A bar would end the cell."""
    return text.replace("|", "\\|")
