"""What becomes slower as a studio grows: its lists in every order and by every filter, searches, counts, the home.

Each is asked alone, in studios of 1,000, 10,000 and 100,000 clients of one database. A page of a list must cost the
same in all of them. A search finds more in a larger one, and a page by a filter that no index has in that order walks
further, so that these have a time to keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from backend.bench.datasets import owner_email
from backend.bench.load import raw_request
from backend.bench.measuring import alone
from backend.bench.paths import Recorder
from backend.bench.stand import Served

TIMES = 1.3
"""How many times slower the same page of the list may be in the largest studio."""

SEARCH_MS = 100
HOME_MS = 200

_LIST = "/api/clients?limit=50"


@dataclass(frozen=True, slots=True)
class Page:
    """`most_ms` is what p95 may take in the largest studio; None: `TIMES` what it takes in the smallest."""

    name: str
    path: str
    most_ms: float | None = None


PAGES = (
    Page("by name", _LIST),
    Page("newest first", f"{_LIST}&sort=-created"),
    Page("by last workout", f"{_LIST}&sort=-last_workout"),
    Page("by adherence", f"{_LIST}&sort=adherence"),
    Page("paused", f"{_LIST}&status=paused"),
    Page("archived", f"{_LIST}&status=archived"),
    Page("one trainer's", f"{_LIST}&trainer={{trainer}}"),
    Page("who can sign in (nobody)", f"{_LIST}&access=active"),
    Page("paused, newest first", f"{_LIST}&status=paused&sort=-created", SEARCH_MS),
    Page("paused, by last workout", f"{_LIST}&status=paused&sort=-last_workout", SEARCH_MS),
    Page("one trainer's, by adherence", f"{_LIST}&trainer={{trainer}}&sort=adherence", SEARCH_MS),
    Page("counts", "/api/clients/counts", SEARCH_MS),
    Page("search, few finds", f"{_LIST}&q=number99", SEARCH_MS),
    Page("search, one in twelve", f"{_LIST}&q=liam", SEARCH_MS),
    Page("search, everybody", f"{_LIST}&q=example.com", SEARCH_MS),
    Page("search, everybody, by adherence", f"{_LIST}&q=example.com&sort=adherence", SEARCH_MS),
    Page("home", "/api/home", HOME_MS),
)


async def growing_requests(app: FastAPI, sizes: Sequence[int]) -> dict[str, dict[int, str]]:
    """Of each page, the request in each studio."""
    recorder = Recorder(app)
    found: dict[str, dict[int, str]] = {page.name: {} for page in PAGES}
    for size in sizes:
        token = await recorder.sign_in(owner_email(size))
        headers = {"Authorization": f"Bearer {token}"}
        # The one who was added first is the first trainer's: everybody is whose turn it was.
        clients = await recorder.client.get("/api/clients", params={"limit": 1}, headers=headers)
        trainer = clients.json()["items"][0]["trainer"]["member_id"]
        for page in PAGES:
            found[page.name][size] = raw_request("GET", page.path.format(trainer=trainer), token)
    return found


def measured(stoke: Served, requests: dict[str, dict[int, str]], seconds: float) -> list[dict[str, Any]]:
    """A line for each page: the studios are asked by turns, so that whatever else runs slows all of them."""
    lines: list[dict[str, Any]] = []
    for page in PAGES:
        sizes = requests[page.name]
        result = alone(stoke, list(sizes.values()), seconds)
        each = zip(sizes, result.each, strict=True)
        lines.append(
            {
                "page": page.name,
                "most_ms": page.most_ms,
                "errors": result.errors,
                "sizes": [{"clients": size, "p50": p50, "p95": p95} for size, (p50, p95) in each],
            }
        )
    return lines


def good(line: dict[str, Any]) -> bool:
    """Whether a line keeps what is promised."""
    last = line["sizes"][-1]["p95"]
    return line["errors"] == 0 and (times(line) < TIMES if line["most_ms"] is None else last < line["most_ms"])


def times(line: dict[str, Any]) -> float:
    """How many times slower the largest studio is than the smallest."""
    return line["sizes"][-1]["p95"] / max(line["sizes"][0]["p95"], 0.001)


def told(line: dict[str, Any]) -> str:
    """A line as text."""
    steps = ", ".join(f"{size['clients']:,}: {size['p50']:.1f} and {size['p95']:.1f} ms" for size in line["sizes"])
    allowed = f"{TIMES} times" if line["most_ms"] is None else f"{line['most_ms']:.0f} ms"
    return f"  {line['page']}: {steps}; {times(line):.2f} times ({allowed}){'' if good(line) else '  MISSED'}"
