"""The main job in a browser, against nginx and two nodes, with and without PgBouncer."""

import asyncio

import pytest

from tests.browser.site import Site
from tests.scale import test_nodes as nodes
from tests.scale.cluster import WEB, Cluster

NEEDED = 30
"""Requests of a journey that each node should have answered: it makes hundreds."""


async def _coached(cluster: Cluster) -> None:
    assert (WEB / "index.html").exists(), "build the web app first: make scale does"
    await cluster.owner()  # the workers may still be starting, and a person in a browser waits less for a mail
    before = [_requests(cluster, number) for number in range(2)]
    site = Site(cluster.url, cluster.mailbox_url)
    output = await asyncio.to_thread(site.journey, "main_job", viewport="phone")

    assert output.rstrip().endswith("done")
    assert all(_requests(cluster, number) - before[number] > NEEDED for number in range(2))


def _requests(cluster: Cluster, number: int) -> int:
    return cluster.nodes[number].log.read_text().count("request_id")


async def test_a_trainer_coaches_a_client_on_two_nodes(cluster: Cluster) -> None:
    await _coached(cluster)


async def test_a_trainer_coaches_a_client_through_pgbouncer(pooled: Cluster) -> None:
    await _coached(pooled)


@pytest.mark.parametrize(
    "check",
    [
        nodes.test_what_is_written_at_one_node_reaches_a_socket_at_the_other,
        nodes.test_a_node_that_dies_costs_a_reconnect_and_no_event,
        nodes.test_signing_out_at_one_node_ends_the_access_at_the_other_within_a_second,
        nodes.test_one_key_at_two_nodes_at_once_has_one_effect_and_one_answer,
    ],
    ids=lambda check: check.__name__.removeprefix("test_"),
)
async def test_nodes_agree_through_pgbouncer(pooled: Cluster, check: nodes.Check) -> None:
    await check(pooled)
