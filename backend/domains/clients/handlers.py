"""What clients do when something happens elsewhere."""

from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.domains.clients.service import mark_joined
from backend.events.organizations import MemberJoined


@handles(MemberJoined)
async def let_client_in(session: WriteSession, told: MemberJoined) -> None:
    """An invitation was accepted: the client's record shows that they can sign in."""
    await mark_joined(session, told.member_id)
