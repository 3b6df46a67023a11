"""Which domains there are and which adapters stand behind the ports. Every composition root starts here."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.adapters.iptocc.countries import registered_country
from backend.adapters.local_files.storage import LocalFiles
from backend.adapters.smtp.mail import SmtpMail
from backend.core.cache import Cache
from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.observability.faults import faults
from backend.core.observability.tracing import tracing
from backend.core.outbox.relay import WAKE_CHANNEL
from backend.core.ports import IdentityPort, Ports
from backend.core.settings import Settings, parse_field_keys
from backend.domains.organizations.ports import bind_consents

log = structlog.get_logger(__name__)

DOMAINS = ("accounts", "organizations", "audit", "clients", "training", "workouts", "analytics", "privacy")
"""From the ground up, as in docs/architecture.md."""

CORE_TABLES = (
    "backend.core.outbox.models",
    "backend.core.idempotency",
    "backend.core.mail",
    "backend.core.audit.models",
    "backend.core.encryption.models",
    "backend.core.openings.models",
)


def load_domains() -> None:
    """Import every domain's tables and handlers, and what it says of people's data, so that all of it is known.

    Binds the ports of domains to those above them, too.
    """
    for name in CORE_TABLES:
        import_module(name)
    for domain in DOMAINS:
        for part in ("models", "handlers", "personal"):
            name = f"backend.domains.{domain}.{part}"
            if find_spec(name) is not None:
                import_module(name)
    # Only then: what domains register counts in the order from the ground up.
    from backend.domains.privacy.service.accepting import AcceptedTexts

    bind_consents(AcceptedTexts())


def make_redis(settings: Settings) -> Redis:
    """A Redis client that gives up fast: nothing that a person waits for may hang on it."""
    return Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_connect_timeout=1,
        socket_timeout=5,
        health_check_interval=30,
        max_connections=200,
    )


def make_cache(settings: Settings, redis: Redis) -> Cache:
    """The cache of this process. It keeps something only where it runs; elsewhere it can drop."""
    return Cache(redis, limit=settings.cache_mb * 1024 * 1024, on=settings.cache)


def make_ports(settings: Settings, redis: Redis, cache: Cache | None = None) -> Ports:
    """The adapters behind core's ports. A process that keeps answers names its cache."""
    return Ports(
        cipher=FieldCipher(parse_field_keys(settings.field_keys.get_secret_value())),
        base_url=settings.base_url.rstrip("/"),
        mail=SmtpMail(settings.smtp_url.get_secret_value(), settings.mail_from),
        storage=LocalFiles(settings.files_folder),
        identity=identity_providers(settings),
        country=countries(settings.countries),
        wake_relay=waker(redis),
        drop_cached=(cache or make_cache(settings, redis)).drop,
    )


def countries(database: Path | None) -> Callable[[str], str | None]:
    """What knows the country of a network address: the registries' lists, unless the settings name a database."""
    if database is None:
        return registered_country
    from backend.adapters.mmdb.countries import MmdbCountries

    return MmdbCountries(database).country


def identity_providers(settings: Settings) -> dict[str, IdentityPort]:
    """Where people may sign in elsewhere: the providers that the settings name.

    Facebook's tokens say nothing of whether an address is confirmed, so it does not count as one.
    """
    given = (
        ("google", settings.google_issuer, settings.google_client_id, settings.google_client_secret, True),
        ("facebook", settings.facebook_issuer, settings.facebook_client_id, settings.facebook_client_secret, False),
    )
    found: dict[str, IdentityPort] = {}
    for name, issuer, client_id, secret, vouches in given:
        if client_id is not None and secret is not None:
            # Imported only then: it takes time, and most processes never ask.
            from backend.adapters.openid.provider import OpenIdProvider

            found[name] = OpenIdProvider(
                name, issuer, client_id, secret.get_secret_value(), vouches_for_addresses=vouches
            )
    return found


def make_database(settings: Settings, ports: Ports) -> Database:
    """The engines of this process."""
    return Database(
        settings.database_url.get_secret_value(),
        settings.database_system_url.get_secret_value(),
        ports,
        pool=settings.database_pool,
        remember_tenant=settings.database_remember_tenant,
        statement_cache=settings.database_statement_cache,
    )


@contextmanager
def observed(settings: Settings, process: str) -> Generator[None]:
    """Send traces and unexpected errors where the settings say, from the process called `process`, if they say so.

    What that takes is imported only then: up to a second of start and 10 MB that most do not need.
    """
    if settings.otel_endpoint is not None:
        from backend.adapters.otlp.tracer import OtlpTracer

        tracing.tracer = OtlpTracer(settings.otel_endpoint, process, settings.otel_share)
    if settings.sentry_dsn is not None:
        from backend.adapters.sentry.reporter import SentryReporter

        faults.reporter = SentryReporter(settings.sentry_dsn.get_secret_value(), settings.env, process)
    try:
        yield
    finally:
        if tracing.tracer is not None:
            tracing.tracer.close()
            tracing.tracer = None
        if faults.reporter is not None:
            faults.reporter.close()
            faults.reporter = None


WAKE_SECONDS = 0.2
"""How long a write waits to wake the relay, which looks by itself before long."""


def waker(redis: Redis) -> Callable[[], Awaitable[None]]:
    """What wakes the relay after a commit. A Redis that hangs holds nobody up."""

    async def wake() -> None:
        try:
            async with asyncio.timeout(WAKE_SECONDS):
                await redis.publish(WAKE_CHANNEL, b"1")
        except (RedisError, OSError, TimeoutError):
            log.warning("relay.not_woken")

    return wake
