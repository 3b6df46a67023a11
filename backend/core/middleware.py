"""What every request passes: request id, log line, security headers and rate limit."""

import ipaddress
import re
import time
from collections.abc import Mapping, Sequence

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.bodies import limited
from backend.core.errors import StokeError, TooLarge, TooManyRequests, Unauthenticated
from backend.core.ids import new_id
from backend.core.problems import problem_response
from backend.core.rate_limits import Count
from backend.core.runtime import Runtime

log = structlog.get_logger("stoke.request")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PARAMETER = re.compile(r"\{(\w+)\}")
_UNLIMITED = ("/api/health", "/api/ready", "/api/live")


def client_address(scope: Scope, trusted: Sequence[str]) -> str:
    """The address of who asks: the nearest one in X-Forwarded-For that is not a trusted proxy."""
    peer = scope["client"][0] if scope.get("client") else "unknown"
    if not trusted or not _trusted(peer, trusted):
        return peer
    hops = [hop.strip() for hop in Headers(scope=scope).get("x-forwarded-for", "").split(",") if hop.strip()]
    for hop in reversed(hops):
        if not _is_address(hop):
            return peer
        if not _trusted(hop, trusted):
            return hop
    return peer


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _trusted(address: str, trusted: Sequence[str]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
        return any(parsed in ipaddress.ip_network(net, strict=False) for net in trusted)
    except ValueError:
        return False


def _path_without_secrets(scope: Scope) -> str:
    """The path for a log line. A link's token stands in a path too: of its parts ids alone are shown."""
    route = scope.get("route")
    if isinstance(route, Route):
        shown = {name: value for name, value in scope.get("path_params", {}).items() if _ID.fullmatch(str(value))}
        return _PARAMETER.sub(lambda found: str(shown.get(found[1], found[0])), route.path_format)
    first, _, rest = scope["path"].removeprefix("/").partition("/")
    return f"/{first}/…" if rest and first != "assets" else str(scope["path"])


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
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        runtime: Runtime = scope["app"].state.runtime
        scope["request_id"] = self._request_id(scope)
        scope["client_address"] = client_address(scope, runtime.settings.trusted_proxies)
        started = time.perf_counter()
        status = 500
        count: Count | None = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                raw = message.setdefault("headers", [])
                raw.extend(self._headers)
                raw.append((b"x-request-id", scope["request_id"].encode()))
                if scope["path"].startswith("/api/") and not any(name == b"cache-control" for name, _ in raw):
                    raw.append((b"cache-control", b"no-store"))
                if count is not None:
                    headers = MutableHeaders(scope=message)
                    for name, value in count.headers().items():
                        headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            count = self._limit(scope, runtime)
            if count is not None and count.over:
                raise TooManyRequests(headers={"Retry-After": str(count.reset)})
            limit = self._larger_bodies.get(scope["path"], self._body_limit)
            announced = Headers(scope=scope).get("content-length", "")
            if announced.isdecimal() and int(announced[:20]) > limit:
                raise TooLarge(f"Send {limit} bytes at most.")
            await self._app(scope, limited(receive, limit), send_with_headers)
        except StokeError as error:
            await problem_response(error, request)(scope, receive, send_with_headers)
        finally:
            self._log(scope, status, started)

    def _limit(self, scope: Scope, runtime: Runtime) -> Count | None:
        path: str = scope["path"]
        if not path.startswith("/api/") or path in _UNLIMITED:
            return None
        kind, who = "address", str(scope["client_address"])
        authorization = Headers(scope=scope).get("authorization", "")
        if authorization.lower().startswith("bearer "):
            try:
                kind, who = "user", str(runtime.tokens.read(authorization[7:]).user_id)
            except Unauthenticated:
                kind = "address"
        return runtime.limits.tally(kind, who, runtime.settings.rate_limit_api)

    @staticmethod
    def _request_id(scope: Scope) -> str:
        given = Headers(scope=scope).get("x-request-id", "")
        return given if _REQUEST_ID.fullmatch(given) else str(new_id())

    @staticmethod
    def _log(scope: Scope, status: int, started: float) -> None:
        access = scope.get("state", {}).get("access")
        log.info(
            "request",
            method=scope["method"],
            path=_path_without_secrets(scope),
            status=status,
            ms=round((time.perf_counter() - started) * 1000, 1),
            request_id=scope["request_id"],
            organization_id=str(access.organization_id) if access else None,
            user_id=str(access.user_id) if access else None,
        )
