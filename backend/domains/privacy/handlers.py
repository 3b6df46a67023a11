"""What privacy does when something happened."""

from backend.core.db.write import WriteSession
from backend.core.events import handles
from backend.domains.privacy.service import writing
from backend.events.privacy import ExportPartDue


@handles(ExportPartDue)
async def write_part(session: WriteSession, told: ExportPartDue) -> None:
    """The next part of an export, or the archive."""
    await writing.write_part(session, told)
