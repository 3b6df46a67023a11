"""Traces, read back by a collector of our own: from a request over its statements to the job that it caused."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.faults.processes import api, environment, worker
from tests.observability.receiver import Received, receiver
from tests.support.stoke import PASSWORD, Stoke

PARENT = "0af7651916cd43dd8448eb211c80319c"
FORM = {"name": "Ana Vogt", "email": "ana.vogt@example.com", "password": PASSWORD, "organization_name": "Kraftraum"}


def spans(received: Received) -> list[Span]:
    """All spans that came."""
    found: list[Span] = []
    for path, headers, body in received.posts:
        assert path == "/v1/traces"
        data = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        for resource in ExportTraceServiceRequest.FromString(data).resource_spans:
            found += [span for scope in resource.scope_spans for span in scope.spans]
    return found


def named(received: Received, name: str) -> list[Span]:
    """The spans with this name."""
    return [span for span in spans(received) if span.name == name]


def attributes(span: Span) -> dict[str, str | int]:
    """What a span tells."""
    return {item.key: item.value.string_value or item.value.int_value for item in span.attributes}


@pytest.fixture(scope="module")
def collector() -> Iterator[Received]:
    with receiver() as received:
        yield received


async def test_a_trace_goes_from_the_request_to_its_job(stoke: Stoke, collector: Received, tmp_path: Path) -> None:
    env = environment(stoke.settings, STOKE_OTEL_ENDPOINT=f"http://127.0.0.1:{collector.port}/")
    running, base = await api(env, tmp_path / "api.log")
    jobs = worker(env, tmp_path / "worker.log")
    owner = await stoke.owner()
    try:
        async with httpx.AsyncClient(base_url=base) as client:
            parent = {"traceparent": f"00-{PARENT}-b7ad6b7169203331-01"}
            answer = await client.post("/api/auth/register", json={**FORM, "time_zone": "UTC"}, headers=parent)
            assert answer.status_code == 202
            me = await client.get("/api/auth/me", headers={"authorization": owner.client.headers["authorization"]})
            assert me.status_code == 200
            problem = (await client.get(f"/api/clients/{owner.user_id}")).json()
        collector.wait(lambda: bool(named(collector, "job core.mail.send_mail")))
        collector.wait(lambda: bool(named(collector, "GET /api/clients/{client_id}")))
    finally:
        jobs.kill()
        running.kill()

    register = named(collector, "POST /api/auth/register")[0]
    job = named(collector, "job core.mail.send_mail")[0]
    assert register.trace_id.hex() == job.trace_id.hex() == PARENT
    assert job.parent_span_id == register.span_id
    statements = [span for span in named(collector, "sql") if span.parent_span_id == register.span_id]
    assert any("outbox_events" in str(attributes(span)["db.query.text"]) for span in statements)
    assert any(span.parent_span_id == job.span_id for span in named(collector, "smtp send"))

    told = attributes(named(collector, "GET /api/auth/me")[0])
    assert told["stoke.user_id"] == str(owner.user_id)
    assert told["stoke.organization_id"] == str(owner.organization_id)
    assert told["http.response.status_code"] == 200

    # From the number that a person quotes to the trace: by the span, and by the log line.
    refused = next(s for s in spans(collector) if attributes(s).get("stoke.request_id") == problem["request_id"])
    lines = [orjson.loads(line) for line in running.text().splitlines() if line.startswith("{")]
    line = next(line for line in lines if line.get("request_id") == problem["request_id"])
    assert line["trace_id"] == refused.trace_id.hex()
    job_lines = [orjson.loads(line) for line in jobs.text().splitlines() if line.startswith("{")]
    assert any(line.get("trace_id") == PARENT and line.get("job") == "core.mail.send_mail" for line in job_lines)
    assert all(span.parent_span_id for span in named(collector, "sql")), "what runs beside makes no traces of its own"
    everything = b"".join(span.SerializeToString() for span in spans(collector))
    for personal in FORM.values():
        assert personal.encode() not in everything


async def test_without_the_setting_nothing_of_it_is_imported(stoke: Stoke) -> None:
    script = "import sys, backend.main, backend.worker; backend.main.create_app(); "
    script += "print([n for n in ('opentelemetry.sdk', 'sentry_sdk') if n in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", script], env=environment(stoke.settings), capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
