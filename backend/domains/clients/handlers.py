"""What clients do when something happens elsewhere."""

from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.domains.clients.service import let_go, mark_joined, take_in
from backend.events.organizations import ClientLeft, MemberJoined


@handles(MemberJoined)
async def let_client_in(session: WriteSession, told: MemberJoined) -> None:
    """An invitation was accepted: the client's record shows that they can sign in; who has none gets one."""
    await mark_joined(session, told.member_id)
    await take_in(session, told.member_id)


@handles(ClientLeft)
async def let_client_go(session: WriteSession, told: ClientLeft) -> None:
    """A client left: their record shows that nobody signs in to it."""
    await let_go(session, told.member_id)
