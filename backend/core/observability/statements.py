"""What every SQL statement passes once it has ended: a number, and a span while tracing is on."""

from time import perf_counter

from sqlalchemy import CursorResult, Executable

from backend.core.observability.metrics import sql_built, sql_prepared
from backend.core.observability.tracing import tracing


def prepared_ended(sql: str, began: float) -> None:
    """A `Prepared`'s turn at the driver, begun at `began` on perf_counter."""
    seconds = perf_counter() - began
    sql_prepared(seconds)
    if tracing.tracer is not None:
        tracing.tracer.happened("sql", seconds, _about(sql))


def built_ended(statement: Executable, result: CursorResult[*tuple[object, ...]] | None, began: float) -> None:
    """A statement that SQLAlchemy built and ran; `result` is None where it failed."""
    seconds = perf_counter() - began
    sql_built(seconds)
    if tracing.tracer is not None:
        context = None if result is None else result.context
        sql = getattr(context, "statement", None) or type(statement).__name__.upper()
        tracing.tracer.happened("sql", seconds, _about(sql))


def _about(sql: str) -> dict[str, str | int]:
    # Its parameters stay out: they are what people wrote.
    return {"db.system.name": "postgresql", "db.query.text": sql[:2000]}
