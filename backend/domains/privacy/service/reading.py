"""What people see of privacy: their own, a client's, and what is asked for in the organization."""

from uuid import UUID

from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.domains.privacy import policies, repository
from backend.domains.privacy.schemas import ClientPrivacy, ErasureOut, ExportOut, MyPrivacy, RequestList
from backend.domains.privacy.service import accepting, consents
from backend.domains.privacy.service.exports import SHOWN

REQUESTS = 100


async def mine(read: ReadSession, access: Access) -> MyPrivacy:
    """What one withholds, one's exports and an erasure that waits."""
    client = await repository.client(read, policies.oneself(access))
    if client is None:
        return MyPrivacy(client_id=None, withheld=[], exports=[], erasure=None)
    found = await repository.exports(read, SHOWN, client_id=client["id"], by_themselves=True)
    return MyPrivacy(
        client_id=client["id"],
        withheld=client["withheld"],
        exports=[ExportOut.model_validate(row) for row in found],
        erasure=await _erasure(read, client["id"]),
    )


async def of_client(read: ReadSession, access: Access, client_id: UUID) -> ClientPrivacy:
    """A client's decisions, what they withhold, and their erasure. Raises `NotFound`."""
    client = await repository.client(read, policies.reached(access, client_id))
    if client is None:
        raise NotFound
    member_id: UUID | None = client["member_id"]
    asked = member_id if client["user_id"] is not None else None
    left = [] if asked is None else await accepting.undecided(read, asked, coached=True)
    return ClientPrivacy(
        client_id=client_id,
        withheld=client["withheld"],
        decisions=await consents.history(read, member_id) if member_id is not None else [],
        undecided=[text.title for text in left],
        erasure=await _erasure(read, client_id),
    )


async def openings(
    read: ReadSession, access: Access, client_id: UUID, limit: int, cursor: str | None
) -> dict[str, object]:
    """Who opened a client's data. Raises `NotFound`."""
    if await repository.client(read, policies.reached(access, client_id)) is None:
        raise NotFound
    return await repository.openings(read, client_id, limit, cursor)


async def requests(read: ReadSession) -> RequestList:
    """What was asked for in the organization. Exports that clients made of their own are nobody else's."""
    return RequestList(
        erasures=[ErasureOut.model_validate(row) for row in await repository.waiting_erasures(read, REQUESTS)],
        exports=[
            ExportOut.model_validate(row) for row in await repository.exports(read, REQUESTS, by_themselves=False)
        ],
    )


async def _erasure(read: ReadSession, client_id: UUID) -> ErasureOut | None:
    last = await repository.last_erasure(read, client_id)
    return None if last is None or last["state"] == "cancelled" else ErasureOut.model_validate(last)
