"""Each alert can fire, is silent when all is well, speaks of metrics that exist, and is explained."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from backend.core.observability.exposition import Exposition
from backend.core.observability.held import Caches, Pools, Sockets
from tests.architecture.gates.tree import ROOT
from tests.support.promql import STEP_SECONDS, Labels, Series, evaluate, metrics_of
from tests.support.stoke import Stoke

NOW = 1_800_000_000.0
SAMPLES = int(2 * 3600 / STEP_SECONDS) + 1
RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "docs/operations/alerts.yml").read_text())["groups"][0]["rules"]


def labels(**given: str) -> Labels:
    """Labels of a series."""
    return frozenset(given.items())


def gauge(value: float) -> Sequence[float]:
    """A gauge that stands."""
    return [value] * SAMPLES


def counter(per_second: float) -> Sequence[float]:
    """A counter that grows evenly, with a restart an hour ago."""
    half = SAMPLES // 2
    return [per_second * STEP_SECONDS * (n if n < half else n - half) for n in range(SAMPLES)]


def buckets(name: str, spread: dict[str, float], **given: str) -> Series:
    """A histogram's buckets: how many a second stay under each bound."""
    return {(f"{name}_bucket", labels(le=bound, **given)): counter(rate) for bound, rate in spread.items()}


def requests(rate: float, status: str) -> Series:
    """So many requests a second."""
    return {("stoke_request_seconds_count", labels(route="/api/x", method="GET", status=status)): counter(rate)}


def jobs(rate: float, outcome: str, kind: str = "core.mail.send_mail") -> Series:
    """So many jobs a second."""
    return {("stoke_job_seconds_count", labels(kind=kind, outcome=outcome)): counter(rate)}


def provider(rate: float, outcome: str) -> Series:
    """So many calls a second."""
    return {("stoke_provider_seconds_count", labels(provider="smtp", operation="send", outcome=outcome)): counter(rate)}


def lookups(rate: float, outcome: str) -> Series:
    """So many look-ups a second."""
    return {("stoke_cache_lookups_total", labels(cache="library", outcome=outcome)): counter(rate)}


def sql(rate: float, seconds: float) -> Series:
    """So many statements a second, each of so many seconds."""
    made = labels(made="prepared")
    return {
        ("stoke_sql_seconds_count", made): counter(rate),
        ("stoke_sql_seconds_sum", made): counter(rate * seconds),
    }


def pool(in_use: float, waiting: float) -> Series:
    """A pool of ten."""
    which = labels(pool="read", instance="a:9100")
    return {
        ("stoke_pool_in_use", which): gauge(in_use),
        ("stoke_pool_limit", which): gauge(10),
        ("stoke_pool_waiting", which): gauge(waiting),
    }


def one(name: str, value: float) -> Series:
    """A gauge of one worker."""
    return {(name, labels(instance="a:9102")): gauge(value)}


WELL: dict[tuple[str, Labels], Sequence[float]] = {
    **requests(50, "2xx"),
    **requests(0.1, "5xx"),
    **buckets("stoke_request_seconds", {"0.1": 49, "0.5": 50, "1.0": 50, "+Inf": 50}, route="/api/x"),
    **sql(150, 0.001),
    **pool(9, 0),
    **one("stoke_outbox_oldest_seconds", 0.4),
    **one("stoke_deliveries_oldest_seconds", 2),
    **one("stoke_deliveries_failed", 0),
    **one("stoke_worker_heartbeat_timestamp_seconds", NOW - 4),
    **one("stoke_months_ahead", 2),
    **one("stoke_sockets_open", 0),
    **one("process_resident_memory_bytes", 1.5e8),
    **jobs(1, "done"),
    **jobs(0.001, "failed"),
    **jobs(1 / 86400, "done", "nightly"),
    **jobs(0, "failed", "nightly"),
    **provider(1, "ok"),
    **provider(0.1, "failed"),
    **lookups(9, "hit"),
    **lookups(1, "miss"),
}

ILL: dict[str, Series | str] = {
    "RequestsFail": requests(1, "5xx"),
    "RequestsSlow": buckets("stoke_request_seconds", {"0.1": 40, "0.5": 45, "1.0": 50, "+Inf": 50}, route="/api/x"),
    "StatementsSlow": sql(150, 0.06),
    "PoolExhausted": pool(10, 3),
    "OutboxBehind": one("stoke_deliveries_oldest_seconds", 301),
    "DeliveriesGivenUp": one("stoke_deliveries_failed", 1),
    "NoWorker": one("stoke_worker_heartbeat_timestamp_seconds", NOW - 61),
    "NoApi": "stoke_sockets_open",
    "JobsFail": jobs(0.01, "failed"),
    "RoundFailed": jobs(1 / 86400, "failed", "hourly"),
    "MonthsRunOut": one("stoke_months_ahead", 1),
    "ProviderDown": provider(1.5, "timeout"),
    "CacheCold": lookups(10, "miss"),
    "MemoryHigh": one("process_resident_memory_bytes", 6e8),
}


def fires(rule: dict[str, Any], series: Series) -> bool:
    """Whether a rule's condition holds now."""
    return bool(evaluate(rule["expr"], series, NOW))


def test_every_rule_is_tried() -> None:
    assert [rule["alert"] for rule in RULES] == list(ILL)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_fires_when_it_should_and_not_before(rule: dict[str, Any]) -> None:
    ill = ILL[rule["alert"]]
    assert not fires(rule, WELL)
    if isinstance(ill, str):
        assert fires(rule, {key: values for key, values in WELL.items() if key[0] != ill})
    else:
        assert fires(rule, {**WELL, **ill})


def test_a_worker_that_is_not_there_at_all_is_missed() -> None:
    rule = next(rule for rule in RULES if rule["alert"] == "NoWorker")
    gone = {key: values for key, values in WELL.items() if "heartbeat" not in key[0]}
    assert fires(rule, gone)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_a_rule_is_complete_and_explained(rule: dict[str, Any]) -> None:
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"\d+m", rule["for"])
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert f"### {rule['alert']}\n" in (ROOT / "docs/observability.md").read_text()


async def test_rules_speak_of_metrics_that_exist(stoke: Stoke) -> None:
    caches = Caches(lambda: {"library": (1, 2)})
    collectors = [Pools(stoke.runtime.database), Sockets(stoke.runtime.hub), caches]
    exposed = Exposition(collectors, None).text().decode()
    known: set[str] = set()
    for family in text_string_to_metric_families(exposed):
        ends = {"histogram": ("_count", "_sum", "_bucket"), "counter": ("_total",)}.get(family.type, ("",))
        known |= {family.name + end for end in ends}
    asked = set().union(*(metrics_of(rule["expr"]) for rule in RULES))
    assert asked - known == set()
    explained = (ROOT / "docs/observability.md").read_text()
    names = {family.name for family in text_string_to_metric_families(exposed) if family.name.startswith("stoke_")}
    assert {name for name in names if f"`{name}" not in explained} == set()


def test_a_metric_that_does_not_exist_is_noticed() -> None:
    assert metrics_of('sum by (a) (rate(stoke_planted_total{b="c"}[5m])) > 1 or time() > 2') == {"stoke_planted_total"}


def test_an_expression_outside_the_subset_is_refused() -> None:
    with pytest.raises(ValueError, match="not understood"):
        evaluate("up @ 5", WELL, NOW)
    with pytest.raises(ValueError, match="not understood"):
        evaluate("stoke_deliveries_failed offset 5", WELL, NOW)
