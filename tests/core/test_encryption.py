"""Keys of encrypted values: rotation while Stoke runs, and refusing to start without one that is needed."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.adapters.local_files.storage import LocalFiles
from backend.core.archives import Archives
from backend.core.archives.files import Manifest
from backend.core.audit import action, record, unsealed
from backend.core.clock import now
from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.db.partitions import Month
from backend.core.encryption import MissingKeyError, prove_keys, rotate, uses
from backend.core.encryption.commands import run
from backend.core.ids import PLATFORM, new_id
from backend.core.ports import Ports
from backend.core.settings import parse_field_keys
from tests.support.stoke import Person, Stoke

TRIED = action("tests.rotated", "tried to rotate")
NOTE = "A knee that clicks"
NEW = secrets.token_bytes(32)


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.fixture
def old(stoke: Stoke) -> dict[str, bytes]:
    return parse_field_keys(stoke.settings.field_keys.get_secret_value())


async def opened(stoke: Stoke, keys: dict[str, bytes]) -> Database:
    """The same database as a process with other keys sees it."""
    settings = stoke.settings
    return Database(
        settings.database_url.get_secret_value(),
        settings.database_system_url.get_secret_value(),
        Ports(cipher=FieldCipher(keys)),
        pool=2,
    )


@pytest.fixture
async def rotated(stoke: Stoke, old: dict[str, bytes]) -> AsyncIterator[Database]:
    """A process that has a new key, and then the old one."""
    database = await opened(stoke, {"k2": NEW, **old})
    yield database
    await database.close()


@pytest.fixture
def with_both(stoke: Stoke, old: dict[str, bytes]) -> Iterator[None]:
    """The running Stoke can open what the new key seals, as in every step of a change."""
    before = stoke.runtime.ports.cipher
    object.__setattr__(stoke.runtime.ports, "cipher", FieldCipher({**old, "k2": NEW}))
    yield
    object.__setattr__(stoke.runtime.ports, "cipher", before)


@pytest.fixture(autouse=True)
async def as_before(stoke: Stoke) -> AsyncIterator[None]:
    yield
    async with stoke.runtime.database.system() as system:
        await system.execute(text("UPDATE field_keys SET retired_at = CASE WHEN name <> 'k1' THEN now() END"))


async def sealed_everywhere(stoke: Stoke, owner: Person) -> dict[str, Any]:
    """One value of each place, under the key that the running Stoke has."""
    form = {"first_name": "Iris", "last_name": "Falk", "email": f"{new_id().hex}@example.com", "health_note": NOTE}
    headers = {"Idempotency-Key": new_id().hex}
    created = await owner.client.post("/api/clients", json=form, headers=headers)
    assert created.status_code == 201, created.text
    await owner.client.post(f"/api/clients/{created.json()['id']}/invite")
    person_id, factor_id, cipher = new_id(), new_id(), stoke.runtime.ports.cipher
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        record(session, TRIED, person_id=person_id, personal={"name": [None, "Ada"]})
        place: dict[str, Any] = {"place": "totp_factors.secret", "organization_id": PLATFORM, "row_id": factor_id}
        await session.execute(text("DELETE FROM totp_factors"))
        await session.execute(
            text("INSERT INTO totp_factors (id, user_id, secret) VALUES (:id, :user_id, :secret)"),
            {"id": factor_id, "user_id": owner.user_id, "secret": cipher.encrypt("JBSWY3DP", **place)},
        )
    return {"client": created.json()["id"], "form": form, "headers": headers, "person": person_id}


PLACES = {
    "clients.health_note",
    "idempotency_keys.body",
    "outgoing_mails.sealed",
    "person_keys.wrapped",
    "totp_factors.secret",
}


@pytest.mark.usefixtures("with_both")
async def test_rotation_brings_every_place_under_the_new_key(stoke: Stoke, owner: Person, rotated: Database) -> None:
    made = await sealed_everywhere(stoke, owner)
    assert {place for place, _ in await uses(rotated)} == PLACES
    before = await _client_row(stoke, owner, made["client"])

    result = await rotate(rotated, batch=1)
    assert set(result.done) == PLACES
    assert (result.broken, result.left) == (set(), {})
    assert {key for _, key in await uses(rotated)} == {"k2"}
    after = await _client_row(stoke, owner, made["client"])
    assert after["updated_at"] == before["updated_at"]
    assert after["health_note_encrypted"].startswith("k2.")
    assert (await rotate(rotated)).done == {}

    got = await owner.client.get(f"/api/clients/{made['client']}")
    assert got.json()["health_note"] == NOTE
    again = await owner.client.post("/api/clients", json=made["form"], headers=made["headers"])
    assert again.headers["idempotency-replayed"] == "true"
    async with rotated.read(owner.organization_id) as read:
        row = await read.first(
            text("SELECT id, sealed FROM audit_entries WHERE person_id = :id"), {"id": made["person"]}
        )
        assert row is not None
        values = await unsealed(read, [(row["id"], made["person"], row["sealed"])])
    assert values == {row["id"]: {"name": [None, "Ada"]}}
    await _back(stoke, rotated)


@pytest.mark.usefixtures("with_both")
async def test_rows_that_somebody_writes_meanwhile_lose_nothing(stoke: Stoke, owner: Person, rotated: Database) -> None:
    ids = [(await sealed_everywhere(stoke, owner))["client"] for _ in range(5)]
    stop = asyncio.Event()
    written: dict[str, str] = {}

    async def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            note = f"{NOTE}, {number}"
            answer = await owner.client.patch(f"/api/clients/{ids[number % 5]}", json={"health_note": note})
            assert answer.status_code == 200, answer.text
            written[ids[number % 5]] = note

    writing = asyncio.create_task(write())
    async with asyncio.timeout(10):
        while len(written) < 5:
            await asyncio.sleep(0.01)
        result = await rotate(rotated, batch=2)
        stop.set()
        await writing
    assert result.broken == set()
    for client_id, note in written.items():
        row = await _client_row(stoke, owner, client_id)
        place: dict[str, Any] = {"organization_id": owner.organization_id, "row_id": UUID(client_id)}
        found = rotated.ports.cipher.decrypt(row["health_note_encrypted"], place="clients.health_note", **place)
        assert found == note
    await _back(stoke, rotated)


async def test_a_value_that_does_not_open_is_told_and_stays(stoke: Stoke, owner: Person, rotated: Database) -> None:
    made = await sealed_everywhere(stoke, owner)
    moved = stoke.runtime.ports.cipher.encrypt(
        NOTE, place="clients.health_note", organization_id=owner.organization_id, row_id=new_id()
    )
    await _set_note(stoke, owner, made["client"], moved)
    result = await rotate(rotated)
    [problem] = result.broken
    assert made["client"] in problem
    assert "moved or changed" in problem
    assert result.left == {"k1": 1}
    assert (await _client_row(stoke, owner, made["client"]))["health_note_encrypted"] == moved
    await _set_note(stoke, owner, made["client"], None)
    await _back(stoke, rotated)


async def test_a_process_without_a_key_in_use_refuses_to_start(stoke: Stoke, old: dict[str, bytes]) -> None:
    await prove_keys(stoke.runtime.database)
    for keys, word in (
        ({"k2": NEW}, "'k1' is missing"),
        ({"k1": secrets.token_bytes(32)}, "'k1' is another key"),
        ({"k2": NEW, "k1": secrets.token_bytes(32)}, "'k1' is another key"),
    ):
        database = await opened(stoke, keys)
        with pytest.raises(MissingKeyError, match=word):
            await prove_keys(database)
        await database.close()
    database = await opened(stoke, old)
    await prove_keys(database)
    await database.close()


async def test_many_may_start_at_once_with_a_new_key(stoke: Stoke, old: dict[str, bytes]) -> None:
    databases = [await opened(stoke, {"k3": NEW, **old}) for _ in range(4)]
    await asyncio.gather(*(prove_keys(database) for database in databases))
    async with stoke.runtime.database.system() as system:
        assert await system.scalar(text("SELECT count(*) FROM field_keys WHERE name = 'k3'")) == 1
        await system.execute(text("UPDATE field_keys SET retired_at = now() WHERE name = 'k3'"))
    for database in databases:
        await database.close()


async def test_the_command_retires_the_old_key_and_then_it_may_go(
    stoke: Stoke, owner: Person, rotated: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed_everywhere(stoke, owner)
    files = LocalFiles(stoke.settings.files_folder)
    month, table = Month.of(now()), "audit_entries"
    old = Archives(files, stoke.runtime.ports.cipher)
    writer = old.writer(table, month, "a")
    await writer.write(b"some,rows\n")
    digest = await writer.close()
    await old.publish(Manifest(table, month, ("a",), 1, writer.size, digest, "0016", "now", "a", writer.parts))
    only_new = await opened(stoke, {"k2": NEW})
    await prove_keys(rotated)
    with pytest.raises(MissingKeyError):
        await prove_keys(only_new)

    archives = Archives(files, rotated.ports.cipher)
    assert await run(rotated, archives, "rotate") == 0
    said = capsys.readouterr().out
    assert "archives: 2 files are under k2 now" in said
    assert "Nothing is under k1" in said
    await prove_keys(only_new)
    manifest = await Archives(files, only_new.ports.cipher).manifest(table, month)
    assert manifest is not None
    await Archives(files, only_new.ports.cipher).verify(manifest)
    assert await run(rotated, archives, "check") == 0
    assert re.search(r"clients\.health_note: \d+ under k2\n", capsys.readouterr().out)

    # Whoever brings the old key back as the first one counts on it again.
    back = await opened(stoke, {**parse_field_keys(stoke.settings.field_keys.get_secret_value()), "k2": NEW})
    await prove_keys(back)
    with pytest.raises(MissingKeyError):
        await prove_keys(only_new)
    await back.close()
    await only_new.close()
    await _back(stoke, rotated)


async def _client_row(stoke: Stoke, owner: Person, client_id: str) -> dict[str, Any]:
    async with stoke.runtime.database.read(owner.organization_id) as read:
        sql = text("SELECT health_note_encrypted, updated_at FROM clients WHERE id = :id")
        row = await read.first(sql, {"id": UUID(client_id)})
    assert row is not None
    return row


async def _set_note(stoke: Stoke, owner: Person, client_id: str, value: str | None) -> None:
    async with stoke.runtime.database.write(owner.organization_id) as session:
        sql = text("UPDATE clients SET health_note_encrypted = :value WHERE id = :id")
        await session.execute(sql, {"value": value, "id": UUID(client_id)})


async def _back(stoke: Stoke, rotated: Database) -> None:
    """Everything under the running Stoke's key again."""
    keys = parse_field_keys(stoke.settings.field_keys.get_secret_value())
    database = await opened(stoke, {**keys, "k2": NEW})
    assert (await rotate(database)).left == {}
    await database.close()
