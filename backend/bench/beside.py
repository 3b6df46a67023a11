"""The hot paths beside the floor: the same answers first, then the throughput of both, then what was written."""

import asyncio
from collections.abc import Sequence
from typing import Any

from backend.bench.batches import Batches, written
from backend.bench.load import ask
from backend.bench.measuring import Turns, by_turns
from backend.bench.paths import HotPath
from backend.bench.stand import Served


def compare(paths: Sequence[HotPath], floor: Served, stoke: Served) -> None:
    """Raises ValueError unless both apps answer the same bytes to the first request of each path."""
    for path in paths:
        first, second = (ask(app.address, request) for app, request in zip((stoke, floor), path.compared, strict=True))
        if first != second:
            raise ValueError(f"{path.label}: the floor answers otherwise\n{first.decode()}\n{second.decode()}")


def beside(path: HotPath, floor: Served, stoke: Served, seconds: float, admin_url: str) -> dict[str, Any]:
    """One line of the table.

    Of a path that writes, `written` has the rows of each side: of so many answers, warming up among them, all must be
    there.
    """
    requests, below = path.requests, path.floor_requests
    before = _counted(path, admin_url)
    turns = Turns(stoke, requests), Turns(floor, below)
    line: dict[str, Any] = {
        "path": path.label,
        "target": path.target,
        "statements": len(path.recorded.statements),
        **by_turns(*turns, seconds),
    }
    line["beyond_ms"] = round(line["cpu_ms"] * (1 - line["cpu_ratio"]), 3)
    line["beyond_target"] = path.beyond_ms
    if before is not None and (after := _counted(path, admin_url)) is not None:
        line["written"] = {
            app: {"answers": turn.answers, "rows": now - then}
            for app, turn, then, now in zip(("stoke", "floor"), turns, before, after, strict=True)
        }
    return line


def good(line: dict[str, Any]) -> bool:
    """Whether the target is met, without an error, and by answers that did what they said."""
    return (
        line["ratio"] >= line["target"]
        and (line["beyond_target"] is None or line["beyond_ms"] <= line["beyond_target"])
        and line["stoke"]["errors"] == line["floor"]["errors"] == 0
        and all(side["rows"] == side["answers"] for side in line.get("written", {}).values())
    )


def _counted(path: HotPath, admin_url: str) -> tuple[int, int] | None:
    batches, below = path.requests, path.floor_requests
    if not isinstance(batches, Batches) or not isinstance(below, Batches):
        return None
    organization_id = path.recorded.organization_id

    async def both() -> tuple[int, int]:
        return await written(admin_url, organization_id, batches), await written(admin_url, organization_id, below)

    return asyncio.run(both())
