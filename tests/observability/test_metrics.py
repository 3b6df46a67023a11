"""Metrics of real processes: on ports of their own, by template, true with several processes, and cheap."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend.core.errors import NotFound, Unavailable
from backend.core.observability.metrics import REGISTRY, REQUESTS, request_ended
from backend.core.observability.providers import provider_call
from tests.faults.processes import Running, answers, environment, free_port, worker
from tests.support.stoke import PASSWORD, Stoke

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
TOKEN = "a token of sixteen"


class Watched(NamedTuple):
    """Two API processes and a worker: the address, somebody who may sign in, and the ports of their metrics."""

    base: str
    email: str
    ports: list[int]


def samples(text: str) -> Samples:
    """Every sample of an exposition by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(many: list[Samples], name: str, **labels: str) -> float:
    """The sum of a metric over processes, of the samples that have these labels."""
    wanted = set(labels.items())
    return sum(value for some in many for (found, has), value in some.items() if found == name and wanted <= set(has))


async def read(port: int, token: str | None = TOKEN) -> httpx.Response:
    """What Prometheus would be answered."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}/metrics", headers=headers)


@pytest.fixture(scope="module")
async def running(stoke: Stoke, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watched]:
    """Two API processes behind one port and a worker, with their metrics from one port on."""
    folder = tmp_path_factory.mktemp("metrics")
    port, first = free_port(), free_port()
    env = environment(stoke.settings, STOKE_METRICS_PORT=str(first), STOKE_METRICS_TOKEN=TOKEN)
    command = ["backend.cli", "api", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    with ExitStack() as stack:
        api = Running(command, env, folder / "api.log")
        stack.callback(api.stop)
        await answers(f"http://127.0.0.1:{port}/api/ready", api)
        await _listening([first, first + 1])
        # Before there is a worker, which would try to send the mail for real.
        owner = await stoke.owner()
        jobs = worker(env, folder / "worker.log")
        stack.callback(jobs.kill)
        await _listening([first + 2])
        yield Watched(f"http://127.0.0.1:{port}", owner.email, [first, first + 1, first + 2])


async def _listening(ports: list[int]) -> None:
    async with asyncio.timeout(20):
        for port in ports:
            while True:
                try:
                    assert (await read(port)).status_code == 200
                    break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)


async def test_two_processes_and_a_worker_add_up(running: Watched) -> None:
    base, ports = running.base, running.ports
    for _ in range(20):
        # A connection each, so that both processes get some.
        async with httpx.AsyncClient(base_url=base) as client:
            await client.post("/api/auth/login", json={"email": running.email, "password": PASSWORD})
            await client.get("/api/invitations/a-token-that-nobody-has")
            await client.get("/api/nothing/of/that/sort")
    seen = [samples((await read(port)).text) for port in ports]

    per_process = [total([some], "stoke_request_seconds_count", route="/api/auth/login") for some in seen]
    assert sum(per_process) == 20
    assert per_process[2] == 0
    assert total(seen, "stoke_request_seconds_count", route="/api/auth/login", method="POST", status="2xx") == 20
    assert total(seen, "stoke_request_seconds_count", route="/api/invitations/{token}", status="4xx") == 20
    assert total(seen, "stoke_request_seconds_count", route="unknown", status="4xx") == 20
    assert total(seen[:2], "stoke_sql_seconds_count") > 40
    for some in seen:
        assert total([some], "stoke_pool_limit", pool="read") == 8
        assert total([some], "stoke_pool_waiting", pool="read") == 0
        assert total([some], "process_resident_memory_bytes") > 1e7
    assert total([seen[2]], "stoke_worker_heartbeat_timestamp_seconds") > 1e9
    assert not any("a-token-that-nobody-has" in str(key) for some in seen for key in some)


async def test_a_job_is_counted_by_its_handler(running: Watched) -> None:
    base, ports = running.base, running.ports
    form = {
        "name": "Ana",
        "email": "ana@example.com",
        "password": PASSWORD,
        "organization_name": "X",
        "time_zone": "UTC",
    }
    async with httpx.AsyncClient(base_url=base) as client:
        assert (await client.post("/api/auth/register", json=form)).status_code == 202
    async with asyncio.timeout(15):
        while True:
            seen = samples((await read(ports[2])).text)
            # No mail server listens in this test.
            if total([seen], "stoke_job_seconds_count", kind="core.mail.send_mail", outcome="failed") >= 1:
                break
            await asyncio.sleep(0.1)
    assert total([seen], "stoke_jobs_started_total", kind="core.mail.send_mail") >= 1
    assert total([seen], "stoke_provider_seconds_count", provider="smtp", outcome="failed") >= 1


async def test_metrics_are_for_who_has_the_token_and_not_on_the_public_port(running: Watched) -> None:
    base, ports = running.base, running.ports
    assert (await read(ports[0], None)).status_code == 401
    assert (await read(ports[0], "another token, as long")).status_code == 401
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{ports[0]}/")).status_code == 404
        for path in ("/metrics", "/api/metrics"):
            assert "stoke_request" not in (await client.get(base + path)).text


def test_an_unknown_method_makes_no_series_of_its_own() -> None:
    for method in ("SEARCH-A", "SEARCH-B"):
        request_ended("/planted", method, 405, 0.001)
    methods = {s.labels["method"] for m in REQUESTS.collect() for s in m.samples if s.labels["route"] == "/planted"}
    assert methods == {"OTHER"}


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(NotFound(), "refused"), (Unavailable(), "failed"), (TimeoutError(), "timeout"), (ValueError(), "failed")],
)
def test_a_call_tells_what_became_of_it(error: Exception, outcome: str) -> None:
    labels = {"provider": "planted", "operation": "call", "outcome": outcome}
    before = REGISTRY.get_sample_value("stoke_provider_seconds_count", labels) or 0
    with pytest.raises(type(error)), provider_call("planted", "call"):
        raise error
    assert REGISTRY.get_sample_value("stoke_provider_seconds_count", labels) == before + 1
