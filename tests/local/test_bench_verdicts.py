"""When the bench is content: with every target met, and without a single error or a row that is missing."""

from typing import Any

import pytest

from backend.bench import beside, growth, identity, mix

PATH: dict[str, Any] = {
    "ratio": 0.5,
    "target": 0.5,
    "beyond_ms": 0.4,
    "beyond_target": None,
    "stoke": {"errors": 0},
    "floor": {"errors": 0},
    "written": {"stoke": {"answers": 9, "rows": 9}, "floor": {"answers": 8, "rows": 8}},
}


@pytest.mark.parametrize(
    ("changed", "good"),
    [
        ({}, True),
        ({"ratio": 0.499}, False),
        ({"beyond_target": 0.4}, True),
        ({"beyond_target": 0.3}, False),
        ({"stoke": {"errors": 1}}, False),
        ({"floor": {"errors": 1}}, False),
        ({"written": {"stoke": {"answers": 9, "rows": 8}}}, False),
        ({"written": {"stoke": {"answers": 9, "rows": 9}, "floor": {"answers": 9, "rows": 0}}}, False),
    ],
)
def test_a_path(changed: dict[str, Any], good: bool) -> None:
    assert beside.good({**PATH, **changed}) is good
    assert beside.good({name: value for name, value in {**PATH, **changed}.items() if name != "written"}) is (
        good or "written" in changed
    )


@pytest.mark.parametrize(
    ("most_ms", "errors", "p95", "good"),
    [
        (None, 0, (1.0, 5.0, 1.29), True),
        (None, 0, (1.0, 1.0, 1.3), False),
        (None, 1, (1.0, 1.0, 1.0), False),
        (100, 0, (1.0, 1.0, 99.9), True),
        (100, 0, (1.0, 1.0, 100.0), False),
        (100, 1, (1.0, 1.0, 1.0), False),
    ],
)
def test_a_page_that_grows(most_ms: float | None, errors: int, p95: tuple[float, ...], good: bool) -> None:
    sizes = [{"clients": 10**place, "p50": value, "p95": value} for place, value in enumerate(p95, start=3)]
    line = {"page": "by name", "most_ms": most_ms, "errors": errors, "sizes": sizes}
    assert growth.good(line) is good
    assert ("MISSED" in growth.told(line)) is not good


@pytest.mark.parametrize(
    ("changed", "good"),
    [
        ({}, True),
        ({"p95": 200.0}, False),
        ({"mean_sql_ms": 50.0}, False),
        ({"errors": 1}, False),
        ({"rows": 99}, False),
        ({"hit_rate": 0.8}, False),
    ],
)
def test_the_mix(changed: dict[str, float], good: bool) -> None:
    kept = {"p95": 199.0, "mean_sql_ms": 49.0, "errors": 0, "rows": 100, "sets": 100, "hit_rate": 0.81}
    assert mix.good({**kept, **changed}) is good


@pytest.mark.parametrize(
    ("errors", "requests_ms", "sockets_ms", "good"),
    [(0, 999, 999, True), (1, 10, 10, False), (0, 1_000, 10, False), (0, 10, 1_000, False)],
)
def test_identity(errors: int, requests_ms: int, sockets_ms: int, good: bool) -> None:
    sides = {"stoke": {"errors": errors}, "floor": {"errors": 0}}
    assert identity.good({"sign_in": sides, "reach": {"requests_ms": requests_ms, "sockets_ms": sockets_ms}}) is good
