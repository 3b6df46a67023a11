"""Deeds on accounts (a sign-in that failed, a password changed) belong to no organization and concern several."""

from uuid import UUID

from backend.core.audit import AccountDeed, sealed_all, unsealed
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM, beside
from backend.domains.audit import repository


async def show(session: WriteSession, told: AccountDeed) -> None:
    """Copy the entry into the log of each organization that the person is a member of now.

    `session` is that of `PLATFORM` and is so again afterwards: all copies are made in its transaction, or none. For an
    address that nobody has, there is no membership and nothing to do. Personal values are sealed anew under the
    person's key in each organization, so that each erases what is its own.
    """
    await session.switch_tenant(PLATFORM, told.user_id)
    places = await repository.memberships(session, told.user_id)
    entry = await repository.platform_entry(session, told.entry_id) if places else None
    if entry is not None:
        private = None
        if entry["sealed"] is not None:
            private = (await unsealed(session, [(entry["id"], entry["person_id"], entry["sealed"])])).get(entry["id"])
        for place in places:
            await session.switch_tenant(place["organization_id"], told.user_id)
            entry_id = beside(entry["id"])
            sealed = await _sealed(session, entry_id, entry["person_id"], private)
            own = entry["actor_id"] == told.user_id
            copy = {"organization_id": place["organization_id"], "id": entry_id, "sealed": sealed}
            await repository.add(session, {**entry, **copy, "member_id": place["member_id"] if own else None})
    await session.switch_tenant(PLATFORM, None)


async def _sealed(
    session: WriteSession, entry_id: UUID, person_id: UUID, private: dict[str, object] | None
) -> str | None:
    if private is None:
        return None
    return (await sealed_all(session, [(entry_id, person_id, private)]))[entry_id]
