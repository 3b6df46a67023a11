"""Structured logs: one JSON object a line, with ids and without personal data."""

import logging
import sys

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
    logging.basicConfig(
        level=max(numeric, logging.WARNING), stream=sys.stdout, format="%(levelname)s %(name)s %(message)s"
    )
