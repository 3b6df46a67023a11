"""What one process of Stoke holds open, made by a composition root and found on `app.state.runtime`."""

from dataclasses import dataclass, field
from datetime import datetime

from redis.asyncio import Redis

from backend.core import clock
from backend.core.access import Authenticator
from backend.core.cache import Cache
from backend.core.checks import Checks
from backend.core.db.database import Database
from backend.core.openings import OpeningsLog
from backend.core.ports import Ports
from backend.core.rate_limits import RateLimiter
from backend.core.realtime.hub import Hub
from backend.core.settings import Settings
from backend.core.tokens import AccessTokens


@dataclass(slots=True)
class Runtime:
    """One per process."""

    settings: Settings
    ports: Ports
    database: Database
    redis: Redis
    tokens: AccessTokens
    authenticator: Authenticator
    limits: RateLimiter
    hub: Hub
    cache: Cache
    checks: Checks
    openings: OpeningsLog
    started_at: datetime = field(default_factory=clock.now)
