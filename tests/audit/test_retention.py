"""The log ages by months: two years in the database, then in sealed files, from which a month comes back as it was."""

from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import insert

from backend.adapters.local_files.storage import LocalFiles
from backend.core.archives import Archives, archive, restore
from backend.core.audit import destroy_key, sealed_all
from backend.core.audit.models import AuditEntry
from backend.core.clock import now
from backend.core.crypto import FieldCipher
from backend.core.db.base import partitioned
from backend.core.db.partitions import Month, partition_name, past
from backend.core.ids import new_id
from tests.audit.conftest import House, entries
from tests.support.months import OLD, id_in

NAME = "Clementine"


async def written(house: House, person_id: UUID) -> UUID:
    """A deed of a month that is over, with a sealed name."""
    entry_id = id_in(OLD)
    async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
        sealed = await sealed_all(session, [(entry_id, person_id, {"name": [None, NAME]})])
        row = {"id": entry_id, "action": "clients.changed", "actor_kind": "system", "person_id": person_id}
        await session.execute(
            insert(AuditEntry).values(organization_id=house.owner.organization_id, sealed=sealed[entry_id], **row)
        )
    return entry_id


def test_two_years_stay_in_the_database_and_are_then_archived() -> None:
    rule = partitioned()["audit_entries"]
    assert (rule.keep, rule.archive, rule.held_by) == (24, True, None)
    this = Month.of(now())
    assert past([this.plus(-24), this.plus(-25)], now(), rule.keep) == [this.plus(-25)]


async def test_a_month_goes_into_sealed_files_and_comes_back_readable_and_unchangeable(
    house: House, tmp_path: Path
) -> None:
    erased, kept = new_id(), new_id()
    admin: asyncpg.Connection = await asyncpg.connect(house.stoke.urls.admin)
    owner: asyncpg.Connection = await asyncpg.connect(house.stoke.urls.owner)
    archives = Archives(LocalFiles(tmp_path), FieldCipher({"k1": b"k" * 32}))
    try:
        await admin.execute("SELECT make_partition('audit_entries', $1)", OLD.first_day)
        ids = [str(await written(house, person)) for person in (erased, kept)]
        assert len(await entries(house.owner, person=str(kept))) == 1

        await archive(owner, archives, partitioned(), "audit_entries", OLD)
        assert await entries(house.owner, person=str(kept)) == []
        for file in tmp_path.rglob("*.*"):
            assert NAME.encode() not in file.read_bytes()
            assert str(kept).encode() not in file.read_bytes()

        async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
            await destroy_key(session, erased)
        await restore(owner, archives, partitioned(), "audit_entries", OLD)
    finally:
        await admin.close()
        await owner.close()
    [gone] = await entries(house.owner, person=str(erased))
    [there] = await entries(house.owner, person=str(kept))
    assert {gone["id"], there["id"]} == set(ids)
    assert (gone["withheld"], gone["changes"]) == ("erased", [])
    assert there["changes"] == [{"field": "name", "before": None, "after": NAME}]

    app: asyncpg.Connection = await asyncpg.connect(house.stoke.urls.app)
    try:
        await app.execute("SELECT set_config('stoke.organization_id', $1, false)", str(house.owner.organization_id))
        for table in ("audit_entries", partition_name("audit_entries", OLD)):
            for statement in (f"UPDATE {table} SET sealed = NULL", f"DELETE FROM {table}"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await app.execute(statement)
    finally:
        await app.close()
