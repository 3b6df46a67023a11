"""Sign-ins that failed, in the audit log: of the account when there is one, else of nobody."""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from backend.core.audit import action, record
from backend.core.db.database import Database
from backend.core.ids import PLATFORM
from backend.domains.accounts.service import find_user

FAILED = action("sign_ins.failed", "failed to sign in")
LOCKED = action("sign_ins.locked", "failed to sign in so often that further tries must wait")


async def note(database: Database, account: str, address: str, code: str, locked: timedelta | None) -> None:
    """Write down that somebody did not get in. `account` is an e-mail address, ends in a user's id, or is a secret.

    The full network address is kept sealed with the account's other personal values; without an account only the
    network it belongs to is.
    """
    user_id = await _user_id(database, account)
    facts: dict[str, object] = {"reason": code, "network": network_of(address)}
    if locked is not None:
        facts["wait_seconds"] = int(locked.total_seconds())
    async with database.write(PLATFORM, None) as session:
        record(
            session,
            FAILED if locked is None else LOCKED,
            subject=None if user_id is None else ("user", user_id),
            person_id=user_id,
            changes=facts,
            personal={} if user_id is None else {"address": address},
        )


async def _user_id(database: Database, account: str) -> UUID | None:
    if "@" in account:
        user = await find_user(database, account)
        return None if user is None else user["id"]
    try:
        return UUID(account.rpartition(":")[2])
    except ValueError:
        return None


def network_of(address: str) -> str | None:
    """`192.0.2.0/24` or `2001:db8::/48` of an address: enough to see where tries come from, and no person."""
    try:
        version = ip_address(address).version
    except ValueError:
        return None
    return str(ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))
