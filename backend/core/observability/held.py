"""Gauges that are read when Prometheus asks: what a process holds open just then."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backend.core.db.database import Database
from backend.core.realtime.hub import Hub


class Pools(Collector):
    """Connections of each pool: in use, the most there can be, and how many tasks wait for one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        in_use = GaugeMetricFamily("stoke_pool_in_use", "Connections that somebody works with", labels=("pool",))
        limit = GaugeMetricFamily("stoke_pool_limit", "Connections that the pool may open", labels=("pool",))
        waiting = GaugeMetricFamily("stoke_pool_waiting", "Tasks that wait for a connection", labels=("pool",))
        for name, usage in self._database.usage().items():
            in_use.add_metric((name,), usage.in_use)
            limit.add_metric((name,), usage.limit)
            waiting.add_metric((name,), usage.waiting)
        yield from (in_use, limit, waiting)


class Caches(Collector):
    """Look-ups by cache and outcome: a `hit` asked the database nothing. `counts` answers (hits, all) by cache name."""

    def __init__(self, counts: Callable[[], Mapping[str, tuple[int, int]]]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[Metric]:
        lookups = CounterMetricFamily("stoke_cache_lookups", "Look-ups by outcome", labels=("cache", "outcome"))
        for name, (hits, asked) in self._counts().items():
            lookups.add_metric((name, "hit"), hits)
            lookups.add_metric((name, "miss"), asked - hits)
        yield lookups


class Sockets(Collector):
    """Browser tabs that are connected to this process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("stoke_sockets_open", "Browser tabs connected to this process", self._hub.open_sockets)
