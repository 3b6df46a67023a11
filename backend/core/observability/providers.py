"""Calls of other people's services, counted, timed and traced: an adapter wraps each of its calls in one of these."""

from collections.abc import Generator
from contextlib import contextmanager
from time import perf_counter

from backend.core.errors import StokeError, Unavailable
from backend.core.observability.metrics import PROVIDERS
from backend.core.observability.tracing import tracing


@contextmanager
def provider_call(provider: str, operation: str) -> Generator[None]:
    """One call. Both names are fixed words of the adapter.

    Outcomes: `ok`; `timeout` and `failed` (Unavailable, or nothing that was foreseen) tell that the provider is not
    well; `refused` (any other StokeError) is an answer. A cause tells a timeout from the rest.
    """
    span = None if tracing.tracer is None else tracing.tracer.begin("call", None)
    began = perf_counter()
    outcome = "failed"
    try:
        yield
        outcome = "ok"
    except BaseException as error:
        outcome = _outcome(error)
        raise
    finally:
        PROVIDERS.labels(provider, operation, outcome).observe(perf_counter() - began)
        if span is not None:
            span.end(f"{provider} {operation}", {"stoke.outcome": outcome}, failed=outcome not in ("ok", "refused"))


def _outcome(error: BaseException) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
        return "timeout"
    if isinstance(error, StokeError) and not isinstance(error, Unavailable):
        return "refused"
    return "failed"
