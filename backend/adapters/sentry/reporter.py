"""Binds core's `Reporter` to Sentry's SDK, with everything off that would gather more than kinds, places and ids.

The event is written here in full rather than scrubbed afterwards: what is never read cannot leak. Of an exception it
holds its kind, its frames without variables, and the text that `faults.words` lets through.
"""

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sentry_sdk
from sentry_sdk.types import Event

from backend.core.observability.faults import chain, words

ROOT = Path(__file__).resolve().parents[3]
FLUSH_SECONDS = 2.0


class SentryReporter:
    """Sends to the project that `dsn` names, in a thread of its own."""

    def __init__(self, dsn: str, environment: str, process: str) -> None:
        self._process = process
        self._client = sentry_sdk.Client(
            dsn=dsn,
            environment=environment,
            server_name=process,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            auto_session_tracking=False,
            send_client_reports=False,
            shutdown_timeout=FLUSH_SECONDS,
        )

    def report(self, error: BaseException, ids: Mapping[str, str]) -> None:
        event: Event = {
            "level": "error",
            "exception": {"values": [_told(one) for one in reversed(list(chain(error)))]},
            "tags": {"process": self._process, **ids},
        }
        if user_id := ids.get("user_id"):
            event["user"] = {"id": user_id}
        self._client.capture_event(event)

    def close(self) -> None:
        self._client.close(timeout=FLUSH_SECONDS)


def _told(error: BaseException) -> dict[str, Any]:
    return {
        "type": type(error).__qualname__,
        "module": type(error).__module__,
        "value": words(error),
        "stacktrace": {"frames": [_frame(frame) for frame in traceback.extract_tb(error.__traceback__)]},
    }


def _frame(frame: traceback.FrameSummary) -> dict[str, Any]:
    path = Path(frame.filename)
    ours = path.is_relative_to(ROOT / "backend")
    # Not where Stoke or Python lies on the machine.
    name = path.relative_to(ROOT).as_posix() if ours else "/".join(path.parts[-3:])
    return {
        "filename": name,
        "function": frame.name,
        "lineno": frame.lineno,
        "context_line": frame.line,
        "in_app": ours,
    }
