"""Every route of the app declares who may use it, says what it answers, and those promised are there."""

from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI, Response, WebSocket
from pydantic import BaseModel

from backend.core.access import Scope
from backend.core.audit import action, record
from backend.core.ids import PLATFORM
from backend.core.openings import Viewer
from backend.core.routing import Access, Process, Router, Write, public, requires, signed_in
from backend.domains.organizations.permissions import PERMISSIONS
from tests.architecture import promised
from tests.architecture.gates import deeds, openings, routes

NOT_OURS = {
    "/api/openapi.json": "the schema itself; it describes the API and shows no data",
    "/status": "a page for people of what the public /api/status says; see core/status.py",
    "/api/live": "a socket: its first message carries the token, see core/realtime/endpoint.py",
}


def test_every_route_declares_who_may_use_it(app: FastAPI) -> None:
    assert routes.undeclared(app, PERMISSIONS, NOT_OURS) == []
    assert len(routes.walk(app)[0]) > 15


def test_every_permission_guards_a_route(app: FastAPI) -> None:
    assert routes.unused_permissions(app, PERMISSIONS, promised.RESERVED_PERMISSIONS) == []


def test_sensitive_permissions_ask_for_a_recent_proof(app: FastAPI) -> None:
    assert routes.unproved(app, {name: one.sensitive for name, one in PERMISSIONS.items()}) == []


def test_what_a_route_changes_is_in_the_audit_log(app: FastAPI) -> None:
    assert deeds.untold(app, promised.WITHOUT_A_DEED) == []


ABOUT_CLIENTS = frozenset(name for name, one in PERMISSIONS.items() if Scope.ASSIGNED in one.scopes)


def test_what_shows_a_client_is_noted_for_them_to_see(app: FastAPI) -> None:
    assert openings.untold(app, ABOUT_CLIENTS, promised.WITHOUT_AN_OPENING, promised.OPENINGS_BESIDES) == []


def test_promised_operations_are_there(app: FastAPI) -> None:
    assert routes.missing(app, promised.OPERATIONS) == []


class Answer(BaseModel):
    """Something to answer."""

    text: str = ""


router = Router(tags=["planted"])


@router.get("/planted/right")
async def get_right(access: Annotated[Access, requires("clients:read")]) -> Answer:
    """Right."""
    return Answer()


@router.delete("/planted/right", status_code=204)
async def remove_right(access: Annotated[Access, requires("clients:read")]) -> None:
    """Right."""


@router.get("/planted/open")
async def get_open() -> Answer:
    """Declares nothing."""
    return Answer()


@router.get("/planted/twice", dependencies=[signed_in()])
async def get_twice(access: Annotated[Access, requires("clients:read")]) -> Answer:
    """Declares two."""
    return Answer()


@router.get("/planted/unknown", dependencies=[requires("moon:read")])
async def get_unknown() -> Answer:
    """Declares what the registry does not have."""
    return Answer()


@router.get("/planted/unreasoned", dependencies=[public("")])
async def get_unreasoned() -> Answer:
    """Gives no reason."""
    return Answer()


@router.get("/planted/mute", dependencies=[signed_in()])
async def get_mute() -> Answer:
    return Answer()


@router.get("/planted/shapeless", dependencies=[signed_in()])
async def get_shapeless() -> Response:
    """Answers something."""
    return Response()


@router.put("/planted/ids", dependencies=[signed_in()], operation_id="putIds")
async def put_ids() -> Answer:
    """Has an odd id, and no PATCH beside it."""
    return Answer()


@router.post("/planted/ids", dependencies=[signed_in()], operation_id="get_right")
async def post_ids() -> Answer:
    """Has the id of another."""
    return Answer()


@router.post("/planted/proof", dependencies=[requires("clients:read", proof=True)], status_code=204)
async def post_proof() -> None:
    """Asks for a proof of what anybody may see."""


@router.delete("/planted/proof", dependencies=[requires("members:remove")], status_code=204)
async def delete_proof() -> None:
    """Asks for none where it should."""


@router.get("/planted/noted", dependencies=[requires("clients:read")])
async def get_noted(runtime: Process) -> Answer:
    """Tells the client, one step down."""
    return _noted(runtime)


def _noted(runtime: Process) -> Answer:
    runtime.openings.note_of(Viewer(PLATFORM, PLATFORM), PLATFORM)
    return Answer()


PLANTED = action("tests_routes.planted", "planted something")


class _Helper:
    @staticmethod
    def tell(session: Write) -> None:
        for one in (session,):
            (lambda: record(one, PLANTED))()


@router.post("/planted/told", dependencies=[signed_in()], status_code=204)
async def post_told(session: Write) -> None:
    """Leaves a deed, three steps down."""
    _Helper.tell(session)


@router.websocket("/planted/socket")
async def socket(websocket: WebSocket) -> None:
    """A socket that nobody listed."""


SENTENCES = [
    "GET /api/planted/open: declares 0",
    "GET /api/planted/twice: declares 2",
    "GET /api/planted/unknown: moon:read is not in the registry",
    "GET /api/planted/unreasoned: public without a reason",
    "GET /api/planted/mute: has no docstring",
    "GET /api/planted/shapeless: neither a response model",
    "PUT /api/planted/ids: the operation id 'putIds'",
    "get_right: 2 operations have this id",
    "/api/planted/socket: not one of our routes",
    "/elsewhere: not one of our routes",
    "GET /loose: not under /api",
]


@pytest.fixture(scope="module")
def planted() -> FastAPI:
    """An app whose routes are wrong in every way, put in as deep as ours are."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    middle = APIRouter()
    middle.include_router(router)
    api = APIRouter(prefix="/api")
    api.include_router(middle)
    app.include_router(api)
    app.mount("/elsewhere", FastAPI())

    @app.get("/loose", dependencies=[signed_in()])
    async def get_loose() -> Answer:
        """Stands outside."""
        return Answer()

    return app


def test_each_planted_route_is_found(planted: FastAPI) -> None:
    found = routes.undeclared(planted, PERMISSIONS, {})
    assert [sentence for sentence in SENTENCES if not any(one.startswith(sentence) for one in found)] == []
    assert len(found) == len(SENTENCES), found


def test_an_unused_permission_is_found(planted: FastAPI) -> None:
    found = routes.unused_permissions(planted, ["clients:read", "clients:update"], {"clients:read": "soon"})
    assert found == [
        "clients:update: guards no route and is not reserved",
        "clients:read: reserved, though it guards a route",
    ]


def test_a_proof_too_many_and_one_too_few_are_found(planted: FastAPI) -> None:
    assert routes.unproved(planted, {name: one.sensitive for name, one in PERMISSIONS.items()}) == [
        "POST /api/planted/proof: clients:read asks for a proof, and is not sensitive",
        "DELETE /api/planted/proof: members:remove is sensitive, and asks for none",
    ]


def test_a_write_without_a_deed_is_found(planted: FastAPI) -> None:
    listed = {"POST /api/planted/told": "", "POST /api/planted/ids": "", "POST /api/planted/gone": ""}
    assert deeds.untold(planted, listed) == [
        "DELETE /api/planted/proof: leaves no deed in the audit log, and is not listed",
        "DELETE /api/planted/right: leaves no deed in the audit log, and is not listed",
        "POST /api/planted/proof: leaves no deed in the audit log, and is not listed",
        "PUT /api/planted/ids: leaves no deed in the audit log, and is not listed",
        "POST /api/planted/told: listed, though it leaves a deed",
        "POST /api/planted/gone: listed, and not there",
    ]


def test_what_shows_a_client_and_does_not_say_so_is_found(planted: FastAPI) -> None:
    listed = {"GET /api/planted/right": "", "GET /api/planted/noted": "", "GET /api/planted/gone": ""}
    assert openings.untold(planted, {"clients:read", "members:remove"}, listed, ["GET /api/planted/open"]) == [
        "DELETE /api/planted/proof: shows a client and notes no opening, and is not listed",
        "DELETE /api/planted/right: shows a client and notes no opening, and is not listed",
        "GET /api/planted/open: shows a client and notes no opening, and is not listed",
        "GET /api/planted/twice: shows a client and notes no opening, and is not listed",
        "POST /api/planted/proof: shows a client and notes no opening, and is not listed",
        "GET /api/planted/noted: listed, though it notes an opening",
        "GET /api/planted/gone: listed, and not there",
    ]


def test_a_missing_operation_is_found(planted: FastAPI) -> None:
    found = routes.missing(planted, ["GET /api/planted/right", "GET /api/planted/{}"])
    assert found == ["GET /api/planted/{}: promised, and not there", "PUT /api/planted/ids: no PATCH beside it"]
