"""Binds core's `Tracer` to OpenTelemetry, which sends spans by OTLP over HTTP in a thread of its own."""

import time
from contextvars import Token

from opentelemetry import context as current
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from backend.core.observability.tracing import Attributes, Kind

SEND_SECONDS = 5
"""How long one request to the collector may take."""

_KINDS = {"request": SpanKind.SERVER, "job": SpanKind.CONSUMER, "call": SpanKind.CLIENT}
_propagator = TraceContextTextMapPropagator()


class OtlpSpan:
    """A span that goes on, and is the one that others go below."""

    def __init__(self, span: trace.Span, entered: Token[Context]) -> None:
        self._span = span
        self._entered = entered

    @property
    def trace_id(self) -> str:
        return trace.format_trace_id(self._span.get_span_context().trace_id)

    def end(self, name: str, attributes: Attributes, *, failed: bool) -> None:
        self._span.update_name(name)
        self._span.set_attributes(dict(attributes))
        if failed:
            self._span.set_status(Status(StatusCode.ERROR))
        self._span.end()
        current.detach(self._entered)


class OtlpTracer:
    """Sends to `endpoint`/v1/traces. `share` of the traces that begin here is kept; others bring their own word."""

    def __init__(self, endpoint: str, process: str, share: float) -> None:
        self._provider = TracerProvider(
            resource=Resource({"service.name": f"stoke-{process}"}),
            sampler=ParentBased(TraceIdRatioBased(share)),
            shutdown_on_exit=False,
        )
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
        self._tracer = self._provider.get_tracer("stoke")

    def begin(self, kind: Kind, parent: str | None) -> OtlpSpan:
        context = None if parent is None else _propagator.extract({"traceparent": parent}, Context())
        span = self._tracer.start_span(kind, context, kind=_KINDS[kind])
        return OtlpSpan(span, current.attach(trace.set_span_in_context(span)))

    def happened(self, name: str, seconds: float, attributes: Attributes) -> None:
        if not trace.get_current_span().get_span_context().is_valid:
            # The relay asks every second; alone, its statements would be most of all traces.
            return
        end = time.time_ns()
        start = end - int(seconds * 1e9)
        span = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=dict(attributes), start_time=start)
        span.end(end)

    def traceparent(self) -> str | None:
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        return carrier.get("traceparent")

    def close(self) -> None:
        self._provider.shutdown()
