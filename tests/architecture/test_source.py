"""Transactions, errors, entrances: rules of the source, on the tree and on planted violations."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.gates import source
from tests.architecture.gates.tree import ROOT, plant

Gate = Callable[[Path], list[str]]

PLANTS: list[tuple[Gate, str, str]] = [
    (source.transactions, "backend/domains/clients/service.py", "async def f(s):\n    await s.commit()\n"),
    (source.transactions, "backend/adapters/zoom/x.py", "async def f(s):\n    await s.rollback()\n"),
    (
        source.transactions,
        "backend/domains/ai/service/x.py",
        "async def f(s):\n    async with s.begin(): ...\n",
    ),
    (source.http_exceptions, "backend/domains/body/router.py", "\nfrom fastapi import HTTPException\n"),
    (source.http_exceptions, "backend/domains/body/x.py", "import fastapi\nraise fastapi.HTTPException(404)\n"),
    (source.imported_entrances, "backend/domains/ai/service.py", "\nfrom backend.domains.body import photo_router\n"),
    (source.imported_entrances, "backend/domains/ai/x.py", "\nfrom backend.domains.body.handlers import notify\n"),
]


@pytest.mark.parametrize("gate", [source.transactions, source.http_exceptions, source.imported_entrances])
def test_the_tree_keeps_the_rule(gate: Gate) -> None:
    assert gate(ROOT) == []


@pytest.mark.parametrize(("gate", "path", "text"), PLANTS)
def test_a_planted_violation_is_found(tmp_path: Path, gate: Gate, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert [sentence.partition(" ")[0] for sentence in gate(tmp_path)] == [f"{path}:2:"]


def test_routers_may_be_put_together(tmp_path: Path) -> None:
    plant(tmp_path, "backend/domains/body/router.py", "from backend.domains.body import photo_router\n")
    assert source.imported_entrances(tmp_path) == []
