"""What every request passes: request id, log line, security headers and rate limit."""

import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

import structlog
from fastapi import Request
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.access import KeyUse
from backend.core.addresses import client_address, counted_as
from backend.core.bodies import limited
from backend.core.errors import StokeError, TooLarge, TooManyRequests, Unauthenticated
from backend.core.ids import new_id
from backend.core.observability.context import current_ids, current_request
from backend.core.observability.metrics import request_ended
from backend.core.observability.tracing import Span, Tracer, tracing
from backend.core.problems import problem_response
from backend.core.rate_limits import Count
from backend.core.routing import KEY_PREFIX
from backend.core.runtime import Runtime
from backend.core.settings import Settings

log = structlog.get_logger("stoke.request")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PARAMETER = re.compile(r"\{(\w+)\}")
_UNLIMITED = ("/api/health", "/api/ready", "/api/live", "/api/status", "/api/status/style.css")


def _path_without_secrets(scope: Scope) -> str:
    """The path for a log line. A link's token stands in a path too: of its parts ids alone are shown."""
    route = scope.get("route")
    if isinstance(route, Route):
        shown = {name: value for name, value in scope.get("path_params", {}).items() if _ID.fullmatch(str(value))}
        return _PARAMETER.sub(lambda found: str(shown.get(found[1], found[0])), route.path_format)
    first, _, rest = scope["path"].removeprefix("/").partition("/")
    return f"/{first}/…" if rest and first != "assets" else str(scope["path"])


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else str(new_id())


def _key_limit(use: KeyUse, settings: Settings) -> int:
    """Requests a minute of a key: its own limit, as far as the settings go now, or everybody's."""
    if use.rate_limit is None:
        return settings.rate_limit_api
    return min(use.rate_limit, settings.rate_limit_key) if settings.rate_limit_key else use.rate_limit


def _tighter(first: Count | None, second: Count | None) -> Count | None:
    """Of two windows that one request is in, the one that closes first. None is a limit that is off."""
    if first is None or second is None:
        return first or second
    return min(first, second, key=lambda count: count.limit - count.used)


def _template(scope: Scope) -> str:
    """The route's template for numbers and spans: one of a short list, whatever people ask for."""
    route = scope.get("route")
    if isinstance(route, Route):
        return route.path_format
    return "unknown" if scope["path"].startswith("/api/") else "web"


class RequestMiddleware:
    """Pure ASGI, since a wrapped response costs more than all of this together."""

    def __init__(
        self,
        app: ASGIApp,
        security_headers: Sequence[tuple[str, str]],
        body_limit: int,
        larger_bodies: Mapping[str, int],
    ) -> None:
        self._app = app
        self._body_limit = body_limit
        self._larger_bodies = dict(larger_bodies)
        self._headers = [(name.encode(), value.encode()) for name, value in security_headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        runtime: Runtime = scope["app"].state.runtime
        headers = Headers(scope=scope)
        scope["request_id"] = _request_id(headers)
        scope["client_address"] = client_address(scope, runtime.settings.trusted_proxies)
        entered = current_request.set(scope)
        span = None if tracing.tracer is None else self._begin(tracing.tracer, scope)
        started = time.perf_counter()
        status = 500
        count: Count | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                raw = message.setdefault("headers", [])
                given = {name for name, _ in raw}
                raw.extend(self._headers)
                raw.append((b"x-request-id", scope["request_id"].encode()))
                if b"cache-control" not in given and scope["path"].startswith("/api/"):
                    raw.append((b"cache-control", b"no-store"))
                # A route's own limit is told before the one that every request has.
                if count is not None and b"ratelimit-limit" not in given:
                    raw.extend((name.lower().encode(), value.encode()) for name, value in count.headers().items())
            await send(message)

        try:
            count = self._limit(scope, headers, runtime)
            if count is not None and count.over:
                raise TooManyRequests(headers={"Retry-After": str(count.reset)})
            limit = self._larger_bodies.get(scope["path"], self._body_limit)
            announced = headers.get("content-length", "")
            if announced.isdecimal() and int(announced[:20]) > limit:
                raise TooLarge(f"Send {limit} bytes at most.")
            await self._app(scope, limited(receive, limit), send_with_headers)
        except StokeError as error:
            await problem_response(error, Request(scope, receive))(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            request_ended(_template(scope), scope["method"], status, seconds)
            self._log(scope, status, seconds)
            if span is not None:
                self._end(span, scope, status)
            current_request.reset(entered)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A browser tab's connection: its lines carry ids, too."""
        scope["request_id"] = _request_id(Headers(scope=scope))
        entered = current_request.set(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            current_request.reset(entered)

    @staticmethod
    def _begin(tracer: Tracer, scope: Scope) -> Span:
        span = tracer.begin("request", Headers(scope=scope).get("traceparent"))
        scope["trace_id"] = span.trace_id
        return span

    @staticmethod
    def _end(span: Span, scope: Scope, status: int) -> None:
        template = _template(scope)
        attributes = {f"stoke.{name}": value for name, value in current_ids().items() if name != "trace_id"}
        about = {"http.request.method": scope["method"], "http.route": template, "http.response.status_code": status}
        span.end(f"{scope['method']} {template}", {**attributes, **about}, failed=status >= 500)

    def _limit(self, scope: Scope, headers: Headers, runtime: Runtime) -> Count | None:
        path: str = scope["path"]
        if not path.startswith("/api/") or path in _UNLIMITED:
            return None
        limits, settings = runtime.limits, runtime.settings
        kind, limit = "address", settings.rate_limit_api
        who: UUID | None = None
        organization_id: UUID | None = None
        authorization = headers.get("authorization", "")
        if authorization.lower().startswith("bearer "):
            token = authorization[7:]
            if token.startswith(KEY_PREFIX):
                use = runtime.authenticator.key_in_use(token)
                if use is not None:
                    kind, who, organization_id = "key", use.key_id, use.organization_id
                    limit = _key_limit(use, settings)
            else:
                with suppress(Unauthenticated):
                    claims = runtime.tokens.read(token)
                    kind, who, organization_id = "user", claims.user_id, claims.organization_id
        count = limits.tally(kind, who or counted_as(scope["client_address"]), limit)
        if count is not None and count.over and kind == "address" and authorization[7:].startswith(KEY_PREFIX):
            runtime.authenticator.key_held_up(authorization[7:], scope["client_address"])
        if organization_id is None or (count is not None and count.over):
            return count
        return _tighter(count, limits.tally("organization", organization_id, settings.rate_limit_organization))

    @staticmethod
    def _log(scope: Scope, status: int, seconds: float) -> None:
        log.info(
            "request",
            method=scope["method"],
            path=_path_without_secrets(scope),
            status=status,
            ms=round(seconds * 1000, 1),
        )
