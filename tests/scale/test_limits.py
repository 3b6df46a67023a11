"""Limits count the requests of all nodes together, and only nginx is believed about addresses."""

import asyncio
import time

import httpx
import pytest

from backend.local.services import Services
from tests.scale.cluster import Cluster, Node

LIMIT = 60
LATE = 20
"""Nodes know of each other's requests a tenth of a second late: at the pace here, so many may pass beyond the limit."""


@pytest.fixture(scope="module")
async def limited(cluster: Cluster) -> Cluster:
    """The cluster's nodes started anew with a limit."""
    for node in cluster.nodes:
        node.kill()
        node.env = {**node.env, "STOKE_RATE_LIMIT_API": str(LIMIT), "STOKE_RATE_LIMIT_SIGN_IN": "5"}
        await node.start()
    return cluster


async def _taken(client: httpx.AsyncClient, count: int, forged: str = "") -> int:
    """How many of `count` requests, a hundredth of a second apart, were not refused by a limit."""
    # Windows are minutes of the clock: none may begin under way.
    while time.time() % 60 > 50:
        await asyncio.sleep(0.2)
    statuses: list[int] = []
    for number in range(count):
        headers = {"x-forwarded-for": f"{forged}{number}"} if forged else {}
        statuses.append((await client.get("/api/auth/me", headers=headers)).status_code)
        await asyncio.sleep(0.01)
    assert set(statuses) <= {401, 429}
    return statuses.count(401)


async def test_both_nodes_count_together(limited: Cluster, services: Services) -> None:
    services.valkey.flush()
    async with limited.client(address="127.0.0.21") as client:
        taken = await _taken(client, LIMIT * 2)
        refused = await client.get("/api/auth/me")
    assert LIMIT <= taken <= LIMIT + LATE, taken
    assert refused.status_code == 429
    assert (refused.headers["ratelimit-limit"], refused.headers["ratelimit-remaining"]) == (str(LIMIT), "0")
    assert 0 < int(refused.headers["retry-after"]) <= 60


async def test_addresses_behind_nginx_are_counted_each(limited: Cluster) -> None:
    async with limited.client(address="127.0.0.22") as client:
        assert await _taken(client, LIMIT + 30) <= LIMIT + LATE
    async with limited.client(address="127.0.0.23") as client:
        assert await _taken(client, 5) == 5


async def test_a_forged_address_buys_nothing_through_nginx_or_past_it(limited: Cluster) -> None:
    for number, base_url in enumerate((limited.url, limited.nodes[0].url)):
        async with limited.client(base_url, address=f"127.0.0.{30 + number}") as client:
            taken = await _taken(client, LIMIT + 30, forged="198.51.100.")
        assert LIMIT <= taken <= LIMIT + LATE, (base_url, taken)


async def test_failed_sign_ins_are_counted_over_the_nodes_exactly(limited: Cluster) -> None:
    form = {"email": "nobody@example.com", "password": "wrong horse battery"}

    async def attempt(node: Node) -> int:
        async with limited.client(node.url, address="127.0.0.41") as client:
            return (await client.post("/api/auth/login", json=form)).status_code

    statuses = [await attempt(limited.nodes[number % 2]) for number in range(8)]
    assert statuses == [401] * 5 + [429] * 3
