"""How often each cache answered: counted in the process, and added up over all processes in Redis."""

from dataclasses import dataclass, fields

from redis.asyncio import Redis

_COUNTS = "stoke:cache:counts"


@dataclass(slots=True)
class Counts:
    """Of one cache. Each request counts once."""

    local: int = 0
    """Answered from this process's memory."""
    shared: int = 0
    """Answered from Redis."""
    joined: int = 0
    """Waited for an answer that was being made already."""
    made: int = 0
    """Made, and kept."""
    bypassed: int = 0
    """Made without asking, since Redis was slow or away or the cache is off."""

    @property
    def hits(self) -> int:
        """Requests that asked the database nothing."""
        return self.local + self.shared + self.joined

    @property
    def asked(self) -> int:
        """All requests."""
        return self.hits + self.made + self.bypassed

    @property
    def rate(self) -> float:
        """Share of hits, from 0 to 1; 0 before anything was asked."""
        return self.hits / self.asked if self.asked else 0.0


_KINDS = tuple(field.name for field in fields(Counts))


class Counters:
    """The counts of this process by cache name."""

    def __init__(self) -> None:
        self.by_name: dict[str, Counts] = {}
        self._told: dict[str, Counts] = {}

    def of(self, name: str) -> Counts:
        """The counts of one cache."""
        found = self.by_name.get(name)
        if found is None:
            found = self.by_name[name] = Counts()
        return found

    async def tell(self, redis: Redis) -> None:
        """Add what was counted since the last time to the sum over all processes."""
        told: dict[str, Counts] = {}
        async with redis.pipeline(transaction=True) as pipe:
            for name, counts in self.by_name.items():
                before = self._told.get(name, Counts())
                told[name] = Counts(*(getattr(counts, kind) for kind in _KINDS))
                for kind in _KINDS:
                    added = getattr(counts, kind) - getattr(before, kind)
                    if added:
                        pipe.hincrby(_COUNTS, f"{name}:{kind}", added)
            await pipe.execute()
        self._told = told


async def counts_of_all(redis: Redis) -> dict[str, Counts]:
    """The counts of all processes by cache name, up to a second old; they begin anew when Redis is emptied."""
    found: dict[str, Counts] = {}
    stored: dict[bytes, bytes] = await redis.hgetall(_COUNTS)  # pyright: ignore[reportGeneralTypeIssues]
    for field, value in stored.items():
        name, _, kind = field.decode().rpartition(":")
        if kind in _KINDS:
            setattr(found.setdefault(name, Counts()), kind, int(value))
    return found


async def forget_counts(redis: Redis) -> None:
    """Begin to count over all processes anew."""
    await redis.delete(_COUNTS)
