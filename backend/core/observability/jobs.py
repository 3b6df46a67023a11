"""What every background job passes: numbers, ids for its log lines, and a span below the request that caused it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import Token
from time import perf_counter

from backend.core.observability.context import current_job
from backend.core.observability.metrics import JOBS, JOBS_STARTED
from backend.core.observability.tracing import Span, tracing


class WatchedJob:
    """Times one job from `start` to the end of its `with` block, commit included; silent if it never starts."""

    def __init__(self) -> None:
        self._kind: str | None = None
        self._began = 0.0
        self._ids: Mapping[str, str] = {}
        self._span: Span | None = None
        self._entered: Token[Mapping[str, str]] | None = None

    def start(self, kind: str, traceparent: str | None = None, ids: Mapping[str, str] | None = None) -> None:
        """The job has something to do. `kind` names its handler or its hour; `traceparent` is the cause's."""
        self._kind, self._began, self._ids = kind, perf_counter(), ids or {}
        shown = {"job": kind, **self._ids}
        if tracing.tracer is not None:
            self._span = tracing.tracer.begin("job", traceparent)
            shown["trace_id"] = self._span.trace_id
        self._entered = current_job.set(shown)
        JOBS_STARTED.labels(kind).inc()

    def end(self, *, failed: bool) -> None:
        """The job is over. Its ids stay for whoever tells of its failure, which is the same task's last act."""
        if self._kind is None:
            return
        JOBS.labels(self._kind, "failed" if failed else "done").observe(perf_counter() - self._began)
        if self._span is not None:
            attributes = {f"stoke.{name}": value for name, value in self._ids.items()}
            self._span.end(f"job {self._kind}", attributes, failed=failed)
        if self._entered is not None and not failed:
            current_job.reset(self._entered)


@contextmanager
def watched_job() -> Generator[WatchedJob]:
    """A watch for the job in the block; whatever ends the block early counts as a failure."""
    watch = WatchedJob()
    try:
        yield watch
    except BaseException:
        watch.end(failed=True)
        raise
    watch.end(failed=False)
