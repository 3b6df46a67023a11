"""The API: binds adapters to ports and mounts the domains' routers."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, suppress
from copy import copy
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import structlog
from fastapi import APIRouter, FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute, compile_path
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from backend.core import clock, docs, health, logs, openapi, problems, status
from backend.core.checks import checks_of
from backend.core.direct import Index
from backend.core.encryption import prove_keys
from backend.core.ending import ended
from backend.core.errors import NotFound
from backend.core.garbage import leave_out_what_stays
from backend.core.middleware import RequestMiddleware
from backend.core.observability.exposition import exposed
from backend.core.observability.faults import faults
from backend.core.observability.held import Caches, Pools, Sockets
from backend.core.openings import OpeningsLog
from backend.core.problems import Unexpected, problem_response, translate
from backend.core.rate_limits import RateLimiter
from backend.core.realtime import endpoint
from backend.core.realtime.hub import Hub
from backend.core.realtime.watch import watch
from backend.core.runtime import Runtime
from backend.core.security_headers import security_headers
from backend.core.settings import Settings, get_settings
from backend.core.tokens import AccessTokens
from backend.core.web import WebApp
from backend.domains.organizations.authenticator import MembershipAuthenticator
from backend.wiring import DOMAINS, load_domains, make_cache, make_database, make_ports, make_redis, observed

log = structlog.get_logger("stoke.api")

MAX_BODY_BYTES = 2 * 1024 * 1024
"""Fits the largest program document."""

LARGER_BODIES: dict[str, int] = dict.fromkeys(("/api/auth/me/photo", "/api/organization/logo"), 5 * 1024 * 1024)
"""Files, by path."""


PATIENCE_SECONDS = 8.0
"""For a database that is away at the start. Nothing ends a process in this time, so it is shorter than the ten seconds
that supervisors give; they start it anew."""

SERVER_ERROR = 1011
"""Of a socket, by RFC 6455."""


class LastNet:
    """Turns what nobody expected into a problem document; the trace goes to the log alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            translated = translate(error)
            if isinstance(translated, Unexpected):
                log.exception("request.crashed", request_id=scope.get("request_id"))
                faults.tell(error)
            await problem_response(translated, Request(scope, receive))(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            log.exception("socket.crashed", request_id=scope.get("request_id"))
            faults.tell(error)
            with suppress(RuntimeError, OSError):
                # Closed already, perhaps.
                await send({"type": "websocket.close", "code": SERVER_ERROR})


class Elsewhere:
    """What no route answers: the web app's pages, and never a page for a program that mistook an API address."""

    def __init__(self, web: ASGIApp | None) -> None:
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        elif self._web is None or scope["path"] == "/api" or scope["path"].startswith("/api/"):
            await problem_response(NotFound(), Request(scope, receive))(scope, receive, send)
        else:
            await self._web(scope, receive, send)


def make_runtime(settings: Settings) -> Runtime:
    """Everything one API process holds open."""
    redis = make_redis(settings)
    cache = make_cache(settings, redis)
    ports = make_ports(settings, redis, cache)
    database = make_database(settings, ports)
    return Runtime(
        settings=settings,
        ports=ports,
        database=database,
        redis=redis,
        tokens=AccessTokens(settings.secret_key.get_secret_value(), timedelta(seconds=settings.access_token_seconds)),
        authenticator=MembershipAuthenticator(database),
        limits=RateLimiter(redis),
        hub=Hub(redis),
        cache=cache,
        checks=checks_of(database, redis),
        openings=OpeningsLog(database),
    )


def api_router() -> APIRouter:
    """All routers. A domain may have `router` and further modules that end in `_router`."""
    api = APIRouter()
    api.include_router(health.router)
    api.include_router(status.router)
    api.include_router(endpoint.router)
    api.include_router(docs.router)
    for domain in DOMAINS:
        package = import_module(f"backend.domains.{domain}")
        names = getattr(package, "ROUTERS", ("router",))
        for name in names:
            full = f"backend.domains.{domain}.{name}"
            if find_spec(full) is None:
                raise RuntimeError(f"{full} is named in ROUTERS and does not exist")
            api.include_router(import_module(full).router)
    return api


def flat(router: APIRouter, prefix: str = "") -> Iterator[BaseRoute]:
    """The routes of a router and of those included in it, one after the other.

    FastAPI matches an included router by asking it, and those in it, anew for each request: with a dozen domains that
    costs more than the query.
    """
    for route in router.routes:
        inner: APIRouter | None = getattr(route, "original_router", None)
        if inner is not None:
            yield from flat(inner, prefix)
            continue
        twin = copy(route)
        assert isinstance(twin, Route | WebSocketRoute)
        twin.path = prefix + twin.path
        twin.path_regex, twin.path_format, twin.param_convertors = compile_path(twin.path)
        yield twin


def create_app(settings: Settings | None = None) -> FastAPI:
    """The ASGI app. Starts no server and opens no connection before its lifespan begins.

    With the environment's settings it has the process to itself.
    """
    alone = settings is None
    settings = settings or get_settings()
    logs.configure(settings.log_level)
    clock.put_wrong(timedelta(seconds=settings.clock_offset_seconds))
    load_domains()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        runtime = make_runtime(settings)
        app.state.runtime = runtime
        _require_uvloop(settings)
        await runtime.database.wait(PATIENCE_SECONDS)
        await runtime.database.prove_one_backend()
        await prove_keys(runtime.database)
        live = [
            asyncio.create_task(runtime.hub.run()),
            asyncio.create_task(runtime.cache.run()),
            asyncio.create_task(watch(runtime.hub, runtime.authenticator)),
            asyncio.create_task(runtime.openings.run()),
        ]
        for task in live:
            task.add_done_callback(_end_process)
        try:
            with observed(settings, "api"):
                caches = Caches(
                    lambda: {name: (of.hits, of.asked) for name, of in runtime.cache.counters.by_name.items()}
                )
                async with exposed(settings, [Pools(runtime.database), Sockets(runtime.hub), caches]):
                    if alone:
                        leave_out_what_stays()
                    yield
        finally:
            await ended(live)
            await runtime.openings.close()
            await runtime.authenticator.close()
            await runtime.cache.close()
            await runtime.limits.close()
            await runtime.database.close()
            await runtime.redis.aclose()

    app = FastAPI(
        title="Stoke",
        version="1",
        description="The API that trainers' and clients' apps use.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Spans and numbers are Stoke's own (docs/observability.md): FastAPI's would tell everything twice.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
        middleware=[
            Middleware(
                RequestMiddleware,
                security_headers=security_headers(settings),
                body_limit=MAX_BODY_BYTES,
                larger_bodies=LARGER_BODIES,
            ),
            Middleware(LastNet),
            *_cross_origin(settings),
        ],
    )
    problems.install(app)
    routes = list(flat(api_router(), "/api"))
    app.router.routes.append(Index("/api/", [route for route in routes if isinstance(route, Route)]))
    app.router.routes.extend(routes)
    openapi.complete(app)
    app.router.routes.append(status.page)
    app.router.default = Elsewhere(WebApp(settings.web_dist) if settings.web_dist is not None else None)
    return app


def _end_process(task: asyncio.Task[None]) -> None:
    """A process that tells nobody, or checks nobody's access, would look alive: it ends, and is started anew."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("live.ended", exc_info=error)
        signal.raise_signal(signal.SIGTERM)


def _cross_origin(settings: Settings) -> list[Middleware]:
    """Other origins may call the API only when they are listed; never with cookies."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"],
            expose_headers=[
                "X-Request-ID",
                "ETag",
                "Idempotency-Replayed",
                "Retry-After",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
            ],
        )
    ]


def _require_uvloop(settings: Settings) -> None:
    """Without uvloop, several uvicorn workers add 44 ms to every kept-alive request."""
    if settings.env == "production" and "uvloop" not in type(asyncio.get_running_loop()).__module__:
        raise RuntimeError("run uvicorn with --loop uvloop")
