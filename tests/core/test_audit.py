"""The audit log: written with the deed or not at all, never changed, and unreadable once its person is erased."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.audit import action, destroy_key, difference, record, unsealed
from backend.core.ids import new_id
from tests.support.stoke import Person, Stoke

TRIED = action("tests.tried", "tried something")

ENTRIES = text(
    "SELECT id, action, actor_kind, actor_id, subject_id, person_id, changes, sealed FROM audit_entries "
    "WHERE organization_id = :organization AND action = 'tests.tried' ORDER BY id"
)


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


async def entries(stoke: Stoke, person: Person) -> list[dict[str, Any]]:
    async with stoke.runtime.database.read(person.organization_id, person.user_id) as read:
        return await read.all(ENTRIES, {"organization": person.organization_id})


async def test_a_deed_is_written_with_its_transaction_or_not_at_all(stoke: Stoke, owner: Person) -> None:
    subject = new_id()

    async def tried_and_failed() -> None:
        async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
            record(session, TRIED, subject=("thing", subject))
            raise LookupError

    with pytest.raises(LookupError):
        await tried_and_failed()
    assert [row for row in await entries(stoke, owner) if row["subject_id"] == subject] == []

    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        record(session, TRIED, subject=("thing", subject), changes=difference({"a": 1, "b": 2}, {"a": 1, "b": 3}))
    [row] = [row for row in await entries(stoke, owner) if row["subject_id"] == subject]
    assert row["changes"] == {"b": [2, 3]}
    assert (row["actor_kind"], row["actor_id"]) == ("person", owner.user_id)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entries SET action = 'other' WHERE organization_id = :organization",
        "DELETE FROM audit_entries WHERE organization_id = :organization",
        "TRUNCATE audit_entries",
        "INSERT INTO audit_entries (organization_id, id, action, actor_kind) VALUES (:organization, :id, 'x', 'person')"
        " ON CONFLICT (organization_id, id) DO UPDATE SET action = 'other'",
    ],
)
async def test_the_app_may_not_change_what_was_written(stoke: Stoke, owner: Person, sql: str) -> None:
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        record(session, TRIED)
    before = await entries(stoke, owner)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
            await session.execute(text(sql), {"organization": owner.organization_id, "id": new_id()})
    assert await entries(stoke, owner) == before


async def test_personal_values_are_sealed_and_go_with_the_key(stoke: Stoke, owner: Person) -> None:
    person_id = new_id()
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        record(session, TRIED, person_id=person_id, personal={"name": ["Ada", "Ada Lovelace"]})
    [row] = [row for row in await entries(stoke, owner) if row["person_id"] == person_id]
    assert "Lovelace" not in str(row)
    sealed = [(row["id"], person_id, str(row["sealed"]))]
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        assert await unsealed(session, sealed) == {row["id"]: {"name": ["Ada", "Ada Lovelace"]}}
        await destroy_key(session, person_id)
    async with stoke.runtime.database.read(owner.organization_id) as read:
        assert await unsealed(read, sealed) == {}


async def test_personal_values_need_their_person(stoke: Stoke, owner: Person) -> None:
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        with pytest.raises(ValueError, match=r"tests\.tried"):
            record(session, TRIED, personal={"name": [None, "Ada"]})
