"""When the web app's figures are good enough, and what is said about them."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from pydantic import TypeAdapter

from backend.bench import pages


def found(changed: Mapping[str, float] = MappingProxyType({})) -> pages.Found:
    """Figures that keep every target, but for those of the page that are `changed`."""
    page = {
        "page": "login",
        "device": "mobile",
        "performance": 91,
        "accessibility": 96,
        "best_practices": 96,
        "seo": 96,
        "first_paint_ms": 1_499,
        "largest_paint_ms": 2_500,
        "interactive_ms": 2_999,
        "blocked_ms": 0,
        "image_ms": None,
        "shift": 0.099,
        "failed": [],
    }
    return TypeAdapter(pages.Found).validate_python(
        {
            "bundle": {"budget": 100_000, "trees": {"auth": {"brotli": 100_000, "gzip": 110_000}}},
            "chart": {"points": 730, "slowed": 4, "ms": 499, "runs": [499]},
            "pages": [{**page, **changed}],
        }
    )


def test_what_just_keeps_its_targets_is_good() -> None:
    assert pages.good(found())
    assert not any("MISSED" in line for line in pages.lines(found()))


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("performance", 90),
        ("accessibility", 95),
        ("best_practices", 95),
        ("seo", 95),
        ("first_paint_ms", 1_500),
        ("interactive_ms", 3_000),
        ("image_ms", 1_000),
        ("shift", 0.1),
    ],
)
def test_a_page_that_misses_one_target_is_not_good_and_is_named(figure: str, value: float) -> None:
    missed = found({figure: value})
    assert not pages.good(missed)
    assert [line.split(":")[0].strip() for line in pages.lines(missed) if "MISSED" in line] == ["login, mobile"]


def test_a_tree_above_the_budget_is_not_good() -> None:
    heavy = found()
    heavy["bundle"]["trees"]["client"] = {"brotli": 100_001, "gzip": 1}
    assert not pages.good(heavy)


def test_a_slow_chart_is_not_good() -> None:
    slow = found()
    slow["chart"]["ms"] = 500
    assert not pages.good(slow)
