"""The main job in a browser, against nginx and two nodes."""

from tests.scale.cluster import Cluster
from tests.scale.journey import coached


async def test_a_trainer_coaches_a_client_on_two_nodes(cluster: Cluster) -> None:
    await coached(cluster)
