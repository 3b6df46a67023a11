"""How a route is written.

    @router.post("/clients", status_code=201)
    async def create_client(access: Annotated[Access, requires("clients:create")], session: Write, body: ClientIn)
        -> ClientOut

Every route declares one permission (`requires`), or that it is about oneself (`signed_in`), or why anyone may use
it (`public`); a test walks all routes. The route class opens no session by itself: the parameters `Read` and `Write`
do, for the tenant of the access; it commits after the answer was made and before it leaves.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import orjson
import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from sqlalchemy.exc import DBAPIError

from backend.core import clock, idempotency
from backend.core.access import Access
from backend.core.bodies import StrictRequest, refuse_unknown_query, refuse_zero_bytes
from backend.core.cache import Kept, key_for
from backend.core.cache.http import response_of
from backend.core.db.races import ATTEMPTS, StartOver, lost_a_race
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.direct import NotPlainError, direct_call, query_names
from backend.core.errors import Forbidden, ProofRequired, StokeError, Unauthenticated, ViewingAs
from backend.core.ids import PLATFORM
from backend.core.problem_schema import responses_of
from backend.core.runtime import Runtime

log = structlog.get_logger(__name__)

KEY_PREFIX = "stoke_"
"""How an API key begins, and no access token does."""

VIEW_AS = "x-view-as"
"""Names a role: the request sees what somebody of that role would see, and changes nothing."""

_LOOKING = frozenset({"GET", "HEAD"})

PROOF_LASTS = timedelta(minutes=10)
"""How long a sign-in, or a proof given since, opens what asks for one."""


def runtime_of(request: Request) -> Runtime:
    """The process's runtime."""
    return request.app.state.runtime


async def _process(request: Request) -> Runtime:
    # FastAPI runs a dependency that is no coroutine in a thread.
    return runtime_of(request)


Process = Annotated[Runtime, Depends(_process)]


async def _access(request: Request) -> Access:
    known: Access | None = getattr(request.state, "access", None)
    if known is None:
        runtime = runtime_of(request)
        header = request.headers.get("authorization", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        if token.startswith(KEY_PREFIX):
            known = await runtime.authenticator.access_by_key(token, str(request.scope.get("client_address", "")))
        else:
            known = await runtime.authenticator.access(runtime.tokens.read(token))
        request.state.access = known = await _seen_as(request, known)
    return known


async def _anew(request: Request) -> Access:
    runtime = runtime_of(request)
    _, _, token = request.headers.get("authorization", "").partition(" ")
    access = await runtime.authenticator.access_anew(runtime.tokens.read(token))
    request.state.access = await _seen_as(request, access)
    return request.state.access


async def _seen_as(request: Request, access: Access) -> Access:
    """The access narrowed to a role, where somebody looks at what that role sees."""
    role = request.headers.get(VIEW_AS)
    if role is None:
        return access
    if request.method not in _LOOKING:
        raise ViewingAs
    return await runtime_of(request).authenticator.viewed(access, role)


async def _proved(request: Request, access: Access) -> Access:
    if access.key_id is not None:
        raise Forbidden("An API key cannot do this: sign in to Stoke.")
    if not _proved_lately(access):
        access = await _anew(request)
        if not _proved_lately(access):
            raise ProofRequired
    return access


def _proved_lately(access: Access) -> bool:
    return clock.now() - access.proved_at <= PROOF_LASTS


class Requires:
    """Dependency: the permission a route needs. Answers the access with that permission's scope."""

    def __init__(self, permission: str, *, proof: bool = False) -> None:
        self.permission = permission
        self.proof = proof

    async def __call__(self, request: Request) -> Access:
        access = await _access(request)
        if access.held_back is not None and access.key_id is None and self.permission not in access.permissions:
            access = await _anew(request)
        if self.proof and self.permission in access.permissions:
            access = await _proved(request, access)
        allowed = access.to(self.permission)
        if allowed is None:
            raise (access.held_back or Forbidden)(f"This needs the permission {self.permission}.")
        request.state.access = allowed
        return allowed


class SignedIn:
    """Dependency: any signed-in person, for what is about themselves. An API key is not a person."""

    def __init__(self, *, proof: bool = False) -> None:
        self.proof = proof

    async def __call__(self, request: Request) -> Access:
        access = await _access(request)
        if access.key_id is not None:
            raise Forbidden("This is about a person: an API key cannot use it.")
        if access.held_back is not None:
            access = await _anew(request)
        return await _proved(request, access) if self.proof else access


class Public:
    """Dependency: anyone. `reason` is read by whoever reviews the route."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    async def __call__(self) -> None:
        return None


def requires(permission: str, *, proof: bool = False) -> Any:
    """The permission this route needs, from the registry; with `proof`, the person proved lately who they are."""
    return Depends(Requires(permission, proof=proof))


def signed_in(*, proof: bool = False) -> Any:
    """A route about the person who asks; with `proof`, they proved lately who they are."""
    return Depends(SignedIn(proof=proof))


def public(reason: str) -> Any:
    """A route for anyone, and why."""
    return Depends(Public(reason))


async def _tenant(request: Request) -> tuple[Any, Any]:
    access: Access | None = getattr(request.state, "access", None)
    if access is None:
        return PLATFORM, None
    return access.organization_id, access.user_id


async def write_session(request: Request) -> WriteSession:
    """Dependency: what `Write` gives. It takes the Idempotency-Key of a POST."""
    stack: AsyncExitStack = request.state.sessions
    organization_id, user_id = await _tenant(request)
    session = await stack.enter_async_context(runtime_of(request).database.write(organization_id, user_id))
    session.again = getattr(request.state, "again", False)
    request.state.write = session
    await _claim_key(request, session)
    return session


async def _claim_key(request: Request, session: WriteSession) -> None:
    key = request.headers.get("idempotency-key")
    access: Access | None = getattr(request.state, "access", None)
    if key is None or access is None or request.method != "POST":
        return
    row_id = idempotency.key_id(access.user_id, request.url.path, key)
    await idempotency.claim(session, row_id, await request.body())
    request.state.idempotency_row = row_id


async def _read(request: Request) -> ReadSession:
    stack: AsyncExitStack = request.state.sessions
    organization_id, _ = await _tenant(request)
    return await stack.enter_async_context(runtime_of(request).database.read(organization_id))


Write = Annotated[WriteSession, Depends(write_session)]
"""A transaction of the tenant. Declare it after the access."""

Read = Annotated[ReadSession, Depends(_read)]
"""A reading connection of the tenant. Declare it after the access."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Answers reads that many ask for alike from the cache. Opens a reading connection only for what is not kept."""

    request: Request
    access: Access

    async def answer(self, kept: Kept, tags: Sequence[str], make: Callable[[ReadSession], Awaitable[Any]]) -> Response:
        """What `make` answers, kept under everything in the path and the query, until one of `tags` is dropped."""
        runtime, request = runtime_of(self.request), self.request
        question = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"

        async def made() -> bytes:
            async with runtime.database.read(self.access.organization_id) as read:
                content = await make(read)
            return content.model_dump_json().encode() if isinstance(content, BaseModel) else _dumps(content)

        return response_of(request, await runtime.cache.get(key_for(self.access, kept, tags, question), made))


async def _keeping(request: Request) -> Keeping:
    return Keeping(request, request.state.access)


KeptAnswers = Annotated[Keeping, Depends(_keeping)]
"""The cache, in place of `Read`. Declare it after the access."""


def _is_own(dependency: object) -> bool:
    plain = (_process, _read, _keeping, write_session)
    return dependency in plain or isinstance(dependency, (Requires, SignedIn, Public))


class StokeRoute(APIRoute):
    """Closes the sessions that a request opened, commits before the answer leaves, keeps idempotent answers.

    A write that the database undid in favour of another one (a deadlock), or that asks for it, is run again.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        thorough = super().get_route_handler()
        direct = direct_call(self.dependant, _is_own)
        # A route that reads the request itself decides itself: a provider sends people back with what it likes.
        known = None if self.dependant.request_param_name else query_names(self.dependant)
        adapter = TypeAdapter(self.response_model) if self.response_model is not None else None

        async def run(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            refuse_zero_bytes(request)
            if known is not None and request.scope["query_string"]:
                refuse_unknown_query(request, known)
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return await once(request)
                except (DBAPIError, StartOver) as error:
                    # The session's transaction is all that such a route writes, and it was undone whole.
                    if not lost_a_race(error) or not hasattr(request.state, "write") or attempt == ATTEMPTS:
                        raise
                    log.info("request.again", attempt=attempt, reason=type(error).__name__)
                    request.state.again = True
            raise AssertionError("the last attempt answers or raises")

        async def once(request: Request) -> Response:
            try:
                async with AsyncExitStack() as sessions:
                    request.state.sessions = sessions
                    try:
                        response = await (thorough if direct is None else direct)(request)
                    except NotPlainError:
                        response = await thorough(request)
                    row_id = getattr(request.state, "idempotency_row", None)
                    if row_id is not None and response.status_code < 300:
                        content_type = response.headers.get("content-type", "application/json")
                        await idempotency.keep(
                            request.state.write, row_id, response.status_code, bytes(response.body), content_type
                        )
            except idempotency.StoredAnswer as answer:
                return Response(
                    answer.body, answer.status, {"Idempotency-Replayed": "true"}, media_type=answer.content_type
                )
            if adapter is not None and runtime_of(request).settings.env == "test" and response.status_code < 300:
                adapter.validate_json(bytes(response.body))
            return response

        return run


class Router(APIRouter):
    """An APIRouter of Stoke's routes. `errors` are the domain errors that its routes may give, for OpenAPI."""

    def __init__(self, *, prefix: str = "", tags: list[str], errors: Sequence[type[StokeError]] = ()) -> None:
        super().__init__(
            prefix=prefix,
            tags=list(tags),
            route_class=StokeRoute,
            responses=responses_of(errors),
            generate_unique_id_function=lambda route: route.name,
        )


def json_response(content: Any, status: int = 200) -> Response:
    """Serialise once, with orjson, for hot lists. The route still declares its response_model; tests compare."""
    return Response(_dumps(content), status, media_type="application/json")


def _dumps(content: Any) -> bytes:
    return orjson.dumps(content, default=_plain)


def _plain(value: Any) -> Any:
    # The driver's ids are a subclass of UUID, which orjson does not take for one.
    return str(value) if isinstance(value, UUID) else float(value)


__all__ = [
    "Access",
    "KeptAnswers",
    "Process",
    "Read",
    "Router",
    "Write",
    "json_response",
    "public",
    "requires",
    "runtime_of",
    "signed_in",
]
