"""Structured logs: one JSON object a line, with ids and without personal data."""

import logging
import sys
from datetime import UTC, datetime

import orjson
import structlog
from structlog.typing import EventDict, ExcInfo, WrappedLogger

from backend.core.observability.context import current_ids
from backend.core.observability.faults import told


def _add_ids(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Whose request or job this line belongs to."""
    return {**line, **current_ids()}


def _traceback(exc_info: ExcInfo) -> str:
    """Without the exceptions' own texts, which may quote what people wrote."""
    return told(exc_info[1])


class _Line(logging.Formatter):
    """A library's record in the shape of our own lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Of a record with an exception the first line alone: what follows may quote the exception."""
        error = record.exc_info[1] if record.exc_info else None
        message = record.getMessage()
        line: dict[str, object] = {
            "event": message if error is None else message.partition("\n")[0],
            "logger": record.name,
            **current_ids(),
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if error is not None:
            line["exception"] = told(error)
        return orjson.dumps(line).decode()


def configure(level: str) -> None:
    """Set up structlog and send the libraries' warnings the same way."""
    numeric = getattr(logging, level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_ids,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_traceback),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        logger_factory=structlog.BytesLoggerFactory(file=sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Line())
    logging.basicConfig(level=max(numeric, logging.WARNING), handlers=[handler])
