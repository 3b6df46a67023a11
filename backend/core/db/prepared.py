"""Statements that are built and compiled once, and then handed straight to the driver.

SQLAlchemy builds, keys and compiles a select anew for each request, which costs more than most of our queries. A
`Prepared` keeps the SQL with the order of its parameters; a session runs it on the driver's connection. What comes
back is what SQLAlchemy would have given: the same types, and its own errors.
"""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any, Generic, TypeVarTuple

import asyncpg
from sqlalchemy import ARRAY, Executable, Select, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.expression import TextualSelect
from sqlalchemy.types import TypeEngine

from backend.core.db.encoding import dumps, loads
from backend.core.observability.statements import prepared_ended

Listener = Callable[[str, Sequence[Any]], None]
Key = TypeVarTuple("Key")
_Process = Callable[[Any], Any]

VARIANTS = 256
"""Kept of one statement with filters; beyond it the oldest is compiled again when it is asked for."""


def _dialect() -> Dialect:
    # Its dialect alone is wanted, which knows the driver's errors; no connection is ever opened by it.
    return create_engine("postgresql+asyncpg://", json_serializer=dumps, json_deserializer=loads).dialect


_DIALECT = _dialect()

OF_THE_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Statements:
    """Tells whoever watches (tests, measurements) of every statement that is sent past SQLAlchemy."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def announce(self, sql: str, parameters: Sequence[Any]) -> None:
        """Called before `sql` is sent."""
        for listener in self.listeners:
            listener(sql, parameters)


class _Parameter:
    """One parameter of a compiled statement: its value unless given, and how it is made ready for the driver."""

    __slots__ = ("name", "process", "required", "value")

    def __init__(self, bind: BindParameter[Any]) -> None:
        self.name = bind.key
        self.required = bind.required
        self.value: Any = bind.effective_value
        self.process: _Process | None = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


class Prepared:
    """A select of columns (or `text` with its `columns`), compiled at its first use and kept.

    Parameters are `bindparam`s by name; other values in it are constants of it. Lists go as arrays (`= any(…)`): an
    `IN` of a list would be another SQL for each length, and is refused with ValueError.

    `planned_anew` is for statements over all rows of a tenant: Postgres would soon run them by one plan for every
    tenant, made for one of average size (seen: 800 ms instead of 90 ms for the largest). It costs the planning and
    a round trip, 1 ms or so, each time.
    """

    def __init__(self, statement: Executable, *, planned_anew: bool = False) -> None:
        self.statement = statement
        self.planned_anew = planned_anew
        self.sql = ""
        self._parameters: list[_Parameter] = []
        self._results: list[tuple[str, _Process]] | None = None

    def _compile(self) -> None:
        assert isinstance(self.statement, (Select, TextualSelect))
        compiled = self.statement.compile(dialect=_DIALECT)
        if any(bind.expanding or bind.literal_execute for bind in compiled.binds.values()):
            raise ValueError("a prepared statement takes a list as an array: write any_(…) instead of in_(…)")
        self._parameters = [_Parameter(compiled.binds[name]) for name in compiled.positiontup or ()]
        self.sql = str(compiled)

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the SQL's parameters. Raises StatementError for one that is missing."""
        if not self.sql:
            self._compile()
        found: list[Any] = []
        for parameter in self._parameters:
            value = values.get(parameter.name, parameter.value)
            if value is None and parameter.required and parameter.name not in values:
                message = f"A value is required for bind parameter {parameter.name!r}"
                raise StatementError(message, self.sql, None, KeyError(parameter.name))
            found.append(value if parameter.process is None else parameter.process(value))
        return found

    async def records(
        self, driver: asyncpg.Connection, statements: Statements, values: Mapping[str, Any]
    ) -> list[asyncpg.Record]:
        """Run it. Raises SQLAlchemy's DBAPIErrors, as a statement that goes through it would."""
        arguments = self.arguments(values)
        if statements.listeners:
            statements.announce(self.sql, arguments)
        try:
            if self._results is None:
                self._results = await self._describe(driver)
            began = perf_counter()
            try:
                if self.planned_anew:
                    # A statement without a name is not kept, and so never gets a plan for any values.
                    return await (await driver.prepare(self.sql, name="")).fetch(*arguments)
                return await driver.fetch(self.sql, *arguments)
            finally:
                prepared_ended(self.sql, began)
        except asyncpg.InvalidCachedStatementError as error:
            # A migration changed what the columns are.
            self._results = None
            raise as_sqlalchemy(error, self.sql, arguments, closed=driver.is_closed()) from error
        except OF_THE_DRIVER as error:
            raise as_sqlalchemy(error, self.sql, arguments, closed=driver.is_closed()) from error

    def rows(self, records: Sequence[asyncpg.Record]) -> list[dict[str, Any]]:
        """Records as dicts, in the order of the columns."""
        found = [dict(record.items()) for record in records]
        for name, process in self._results or ():
            for row in found:
                row[name] = process(row[name])
        return found

    async def _describe(self, driver: asyncpg.Connection) -> list[tuple[str, _Process]]:
        """What has to be made of the driver's values: asked once, since only the server knows the types."""
        assert isinstance(self.statement, (Select, TextualSelect))
        # Unnamed, so that nothing is left behind at a pooler.
        attributes = (await driver.prepare(self.sql, name="")).get_attributes()
        kinds = {column.name: column.type for column in self.statement.selected_columns}
        found: list[tuple[str, _Process]] = []
        for attribute in attributes:
            kind = kinds.get(attribute.name)
            if kind is None:
                continue
            process = kind.dialect_impl(_DIALECT).result_processor(_DIALECT, attribute.type.oid)
            # The driver gives arrays as lists already; walking through them is for elements that have to change.
            if process is not None and not (isinstance(kind, ARRAY) and _as_it_comes(kind.item_type)):
                found.append((attribute.name, process))
        return found


def _as_it_comes(kind: TypeEngine[Any]) -> bool:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None) is None


class Variants(Generic[*Key]):
    """One statement with filters that may be there or not: a `Prepared` for each combination that occurs."""

    def __init__(self, build: Callable[[*Key], Executable], *, planned_anew: bool = False) -> None:
        self._build = build
        self._planned_anew = planned_anew
        self._known: dict[tuple[*Key], Prepared] = {}

    def __call__(self, *key: *Key) -> Prepared:
        """The statement that `build(*key)` makes, of hashable parts. A value that people choose freely is no part."""
        known = self._known.get(key)
        if known is None:
            known = Prepared(self._build(*key), planned_anew=self._planned_anew)
            if len(self._known) >= VARIANTS:
                del self._known[next(iter(self._known))]
            self._known[key] = known
        return known


def as_sqlalchemy(error: Exception, sql: str, arguments: Sequence[Any], *, closed: bool) -> Exception:
    """The driver's error as SQLAlchemy's, by the dialect's own table of both."""
    module = _DIALECT.loaded_dbapi
    table: Mapping[type, type[Exception]] = getattr(module, "_asyncpg_error_translate")  # noqa: B009 - private there
    kind = next((table[base] for base in type(error).__mro__ if base in table), None)
    if kind is not None:
        error = kind(error.args[0] if error.args else "", error)
    elif not isinstance(error, module.Error):
        return error
    return DBAPIError.instance(
        sql, tuple(arguments), error, module.Error, connection_invalidated=closed, dialect=_DIALECT
    )
