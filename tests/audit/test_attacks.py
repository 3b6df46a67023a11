"""Attempts on the log: to read another studio's, to change what was written, to write as another, to move values."""

from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.audit import action, record, unsealed
from backend.core.clock import now
from backend.core.db.partitions import Month, default_name, partition_name
from backend.core.ids import PLATFORM, new_id
from tests.audit.conftest import House, entries
from tests.support.stoke import Stoke

HIDDEN = action("tests_attack.hidden", "hid something")
MONTH = partition_name("audit_entries", Month.of(now()))

CHANGES = [
    "UPDATE {table} SET action = 'other'",
    "UPDATE {table} SET sealed = NULL, changes = '{{}}'",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "SELECT id FROM {table} FOR UPDATE",
    "SELECT id FROM {table} FOR SHARE",
    "INSERT INTO {table} (organization_id, id, action, actor_kind) SELECT organization_id, id, 'other', 'person'"
    " FROM audit_entries ON CONFLICT (organization_id, id) DO UPDATE SET action = 'other'",
    "MERGE INTO {table} t USING (SELECT id FROM audit_entries) s ON t.id = s.id WHEN MATCHED THEN DELETE",
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} ADD COLUMN other text",
    "DROP TABLE {table}",
    "CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "CREATE TRIGGER quiet BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "COPY {table} FROM PROGRAM 'true'",
]


async def _as(url: str, organization: UUID) -> asyncpg.Connection:
    connection: asyncpg.Connection = await asyncpg.connect(url)
    await connection.execute("SELECT set_config('stoke.organization_id', $1, false)", str(organization))
    return connection


@pytest.mark.parametrize("table", ["audit_entries", MONTH, default_name("audit_entries")])
@pytest.mark.parametrize("role", ["app", "system"])
async def test_no_role_of_the_processes_changes_what_was_written(house: House, role: str, table: str) -> None:
    connection = await _as(getattr(house.stoke.urls, role), house.owner.organization_id)
    try:
        for statement in CHANGES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement.format(table=table))
    finally:
        await connection.close()


async def test_a_month_is_not_dropped_before_its_time_by_the_processes(house: House) -> None:
    for role in ("app", "system"):
        connection = await _as(getattr(house.stoke.urls, role), house.owner.organization_id)
        try:
            for statement in (
                "SELECT drop_partition('audit_entries', date_trunc('month', now())::date)",
                "COMMENT ON TABLE audit_entries IS 'monthly by id; kept 1 months; then dropped'",
                f"ALTER TABLE audit_entries DETACH PARTITION {MONTH}",
            ):
                with pytest.raises(asyncpg.PostgresError):
                    await connection.execute(statement)
            assert await connection.fetchval("SELECT to_regclass($1)::text", MONTH) == MONTH
        finally:
            await connection.close()


async def test_an_entry_is_not_written_into_another_log(house: House, stoke: Stoke) -> None:
    other = await stoke.owner()
    with pytest.raises(DBAPIError, match="row-level security"):
        async with stoke.runtime.database.write(house.owner.organization_id) as session:
            await session.execute(
                text(
                    "INSERT INTO audit_entries (organization_id, id, action, actor_kind)"
                    " VALUES (:other, :id, 'clients.created', 'person')"
                ),
                {"other": other.organization_id, "id": new_id()},
            )


async def test_another_studio_reads_nothing_by_any_filter_cursor_or_file(house: House, stoke: Stoke) -> None:
    other = await stoke.owner(name="Other Owner")
    subject, person = new_id(), new_id()
    async with stoke.runtime.database.write(house.owner.organization_id, house.owner.user_id) as session:
        for _ in range(3):
            record(session, HIDDEN, subject=("thing", subject), person_id=person, personal={"name": [None, "Mara"]})
    ours = (await house.owner.client.get("/api/audit", params={"limit": 1})).json()
    for params in (
        {},
        {"subject": str(subject)},
        {"person": str(person)},
        {"member": str(house.owner.member_id)},
        {"person": str(house.owner.member_id)},
        {"action": "tests_attack"},
        {"cursor": ours["next_cursor"]},
    ):
        answer = await other.client.get("/api/audit", params=params)
        filters = {name: value for name, value in params.items() if name != "cursor"}
        file = await other.client.get("/api/audit/export", params={**filters, "format": "json"})
        assert (answer.status_code, file.status_code) == (200, 200)
        # What one asks for oneself is in the deed of one's own export.
        found = [each for each in answer.json()["items"] + file.json() if each["action"] != "audit.exported"]
        for secret in (str(subject), str(person), "Mara", str(house.owner.organization_id), "Theo", "Mia"):
            assert secret not in str(found)


async def test_values_moved_to_another_entry_person_or_studio_are_not_opened(house: House, stoke: Stoke) -> None:
    person, other_person = new_id(), new_id()
    async with stoke.runtime.database.write(house.owner.organization_id) as session:
        record(session, HIDDEN, person_id=person, personal={"name": [None, "Mara"]})
        record(session, HIDDEN, person_id=other_person, personal={"name": [None, "Lena"]})
    async with stoke.runtime.database.read(house.owner.organization_id) as read:
        rows = await read.all(
            text("SELECT id, person_id, sealed FROM audit_entries WHERE organization_id = :o AND person_id = ANY(:p)"),
            {"o": house.owner.organization_id, "p": [person, other_person]},
        )
        mine, theirs = sorted(rows, key=lambda row: row["person_id"] != person)
        for moved in (
            (new_id(), person, mine["sealed"]),
            (mine["id"], other_person, mine["sealed"]),
            (mine["id"], person, theirs["sealed"]),
        ):
            with pytest.raises(ValueError, match="moved or changed"):
                await unsealed(read, [moved])
    other = await stoke.owner()
    async with stoke.runtime.database.read(other.organization_id) as read:
        assert await unsealed(read, [(mine["id"], person, mine["sealed"])]) == {}


@pytest.mark.parametrize("path", ["/api/audit", "/api/audit/actions", "/api/audit/export"])
async def test_only_who_may_read_the_log_reads_it(house: House, path: str) -> None:
    async with house.stoke.client() as nobody:
        assert (await nobody.get(path)).status_code == 401
    for person in (house.trainer, house.client):
        answer = await person.client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await house.owner.client.request(method, path, json={})).status_code == 405


async def test_what_belongs_to_no_studio_is_read_by_none(house: House, stoke: Stoke) -> None:
    async with stoke.runtime.database.write(PLATFORM) as session:
        record(session, HIDDEN, facts={"where": "platform"})
    assert "platform" not in str(await entries(house.owner, action="tests_attack", limit=100))
