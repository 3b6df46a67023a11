"""Clients: list, search, record, archive, invitation."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import Forbidden, Unauthenticated
from backend.core.openings import DataClass
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Process, Read, Router, Write, json_response, requires
from backend.core.runtime import Runtime
from backend.domains.clients import errors, listing, repository, service
from backend.domains.clients.listing import ClientFilter
from backend.domains.clients.policies import visible_clients
from backend.domains.clients.schemas import (
    ClientAccess,
    ClientCounts,
    ClientIn,
    ClientOut,
    ClientPatch,
    ClientPut,
    ClientRow,
    ClientSort,
    HandedOver,
    HandOver,
    StatusFilter,
)

router = Router(
    tags=["clients"],
    errors=[
        Unauthenticated,
        Forbidden,
        errors.HandOverForbidden,
        errors.ClientNotFound,
        errors.ClientEmailTaken,
        errors.ClientArchivedAlready,
        errors.ClientHasAccess,
    ],
)

Search = Annotated[
    str | None,
    Query(
        max_length=200, description="Parts of name, e-mail or phone; each word must be found. Accents do not matter."
    ),
]


def _shown(runtime: Runtime, access: Access, client: ClientOut) -> ClientOut:
    """What every answer with a record goes through: changing a client shows them as much as looking does."""
    health = () if client.health_note is None else (DataClass.HEALTH,)
    runtime.openings.note(access, client.id, DataClass.PROFILE, *health)
    return client


@router.get("/clients", response_model=Page[ClientRow])
async def list_clients(
    access: Annotated[Access, requires("clients:read")],
    read: Read,
    q: Search = None,
    status: Annotated[StatusFilter | None, Query(description="Without it: all but archived ones.")] = None,
    trainer: Annotated[UUID | None, Query(description="The member id of their trainer.")] = None,
    client_access: Annotated[
        ClientAccess | None, Query(alias="access", description="Whether they can sign in.")
    ] = None,
    sort: Annotated[ClientSort, Query(description="Clients without the figure come last.")] = ClientSort.NAME,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The clients one sees, a page at a time. Keep the filters and the order while following a cursor."""
    wanted = ClientFilter(q=q, statuses=status, trainer=trainer, access=client_access)
    return json_response(await listing.page(read, access, wanted, sort, limit, cursor))


@router.get("/clients/counts")
async def count_clients(
    access: Annotated[Access, requires("clients:read")],
    read: Read,
    trainer: Annotated[UUID | None, Query(description="The member id of their trainer.")] = None,
) -> ClientCounts:
    """How many clients one sees, by status; with `trainer`, how many of theirs."""
    return ClientCounts.model_validate(await repository.counts(read, visible_clients(access), trainer))


@router.post("/clients/hand-over")
async def hand_over_clients(
    access: Annotated[Access, requires("clients:update")], session: Write, body: HandOver
) -> HandedOver:
    """Give all clients of one trainer to another, archived ones too: before somebody is removed, or after.

    For who may change every client; others get 403 `client_hand_over_forbidden`. Programs and workouts go on as they
    are. `GET /api/clients/counts?trainer=` says beforehand how many there are.
    """
    moved = await service.hand_over(session, access, body.from_member_id, body.to_member_id)
    return HandedOver(count=moved)


@router.post("/clients", status_code=201)
async def create_client(
    access: Annotated[Access, requires("clients:create")], session: Write, runtime: Process, body: ClientIn
) -> ClientOut:
    """Add a client. 409 `client_email_taken` when another one, who is not archived, has the address."""
    return _shown(runtime, access, await service.create(session, access, body))


@router.get("/clients/{client_id}")
async def get_client(
    access: Annotated[Access, requires("clients:read")], read: Read, runtime: Process, client_id: UUID
) -> ClientOut:
    """One client. The client sees later that one looked."""
    return _shown(runtime, access, await service.get(read, access, client_id))


@router.put("/clients/{client_id}")
async def replace_client(
    access: Annotated[Access, requires("clients:update")],
    session: Write,
    runtime: Process,
    client_id: UUID,
    body: ClientPut,
) -> ClientOut:
    """Write the whole record anew: what is left out is cleared."""
    return _shown(runtime, access, await service.update(session, access, client_id, body.model_dump()))


@router.patch("/clients/{client_id}")
async def update_client(
    access: Annotated[Access, requires("clients:update")],
    session: Write,
    runtime: Process,
    client_id: UUID,
    body: ClientPatch,
) -> ClientOut:
    """Change what is sent. A new e-mail address withdraws an invitation that waits at the old one."""
    return _shown(
        runtime, access, await service.update(session, access, client_id, body.model_dump(exclude_unset=True))
    )


@router.delete("/clients/{client_id}")
async def archive_client(
    access: Annotated[Access, requires("clients:archive")], session: Write, runtime: Process, client_id: UUID
) -> ClientOut:
    """Archive a client; an open invitation is withdrawn. Doing it twice changes nothing."""
    return _shown(runtime, access, await service.archive(session, access, client_id))


@router.post("/clients/{client_id}/restore")
async def restore_client(
    access: Annotated[Access, requires("clients:restore")], session: Write, runtime: Process, client_id: UUID
) -> ClientOut:
    """Undo an archive: the status from before is back. Doing it twice changes nothing."""
    return _shown(runtime, access, await service.restore(session, access, client_id))


@router.post("/clients/{client_id}/invite", status_code=202)
async def invite_client(
    access: Annotated[Access, requires("clients:invite")], session: Write, runtime: Process, client_id: UUID
) -> ClientOut:
    """Mail the client an invitation to sign in; one sent before stops working."""
    return _shown(
        runtime, access, await service.invite(session, access, client_id, days=runtime.settings.invitation_days)
    )


@router.delete("/clients/{client_id}/invite")
async def revoke_client_invitation(
    access: Annotated[Access, requires("clients:invite")], session: Write, runtime: Process, client_id: UUID
) -> ClientOut:
    """Withdraw the client's open invitation. Without one, nothing changes."""
    return _shown(runtime, access, await service.revoke_invitation(session, access, client_id))
