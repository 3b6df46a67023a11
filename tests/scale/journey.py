"""The main job in a browser, against nginx and two nodes."""

import asyncio

from tests.browser.site import Site
from tests.scale.cluster import WEB, Cluster

NEEDED = 30
"""Requests of a journey that each node should have answered: it makes hundreds."""


async def coached(cluster: Cluster) -> None:
    """The main job, by a browser through nginx; both nodes must have had their part of it."""
    assert (WEB / "index.html").exists(), "build the web app first: make scale does"
    await cluster.owner()  # the workers may still be starting, and a person in a browser waits less for a mail
    before = [_requests(cluster, number) for number in range(2)]
    site = Site(cluster.url, cluster.mailbox_url)
    output = await asyncio.to_thread(site.journey, "main_job", viewport="phone")

    assert output.rstrip().endswith("done")
    assert all(_requests(cluster, number) - before[number] > NEEDED for number in range(2))


def _requests(cluster: Cluster, number: int) -> int:
    return cluster.nodes[number].log.read_text().count("request_id")
