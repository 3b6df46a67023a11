"""What the audit log does when something happened to an account."""

from backend.core.audit import AccountDeed
from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.domains.audit.service import accounts


@handles(AccountDeed)
async def show_to_organizations(session: WriteSession, told: AccountDeed) -> None:
    """The organizations of the person see it in their logs."""
    await accounts.show(session, told)
