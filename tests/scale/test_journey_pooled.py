"""The main job in a browser and what nodes agree on, through PgBouncer.

A module of its own, so that one cluster runs at a time: workers of another would take its jobs from the one Valkey.
"""

import pytest

from tests.scale import test_nodes as nodes
from tests.scale.cluster import Cluster
from tests.scale.journey import coached


async def test_a_trainer_coaches_a_client_through_pgbouncer(pooled: Cluster) -> None:
    await coached(pooled)


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
