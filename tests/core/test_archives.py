"""Months are written to files and brought back as they were, wherever the process is killed in between."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend.adapters.local_files.storage import LocalFiles
from backend.core.archives import ArchiveError, Archives, archive, restore
from backend.core.archives.commands import run
from backend.core.archives.files import PART_BYTES
from backend.core.archives.months import where
from backend.core.crypto import FieldCipher
from backend.core.db.base import partitioned
from backend.core.db.partitions import Monthly, partition_name
from tests.support.months import OLD, OURS, THEIRS, THIS, homes, id_in, put, start_anew
from tests.support.stoke import Stoke

RULES = {"outbox_events": Monthly(keep=1, archive=True), "outbox_deliveries": Monthly(keep=1)}


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.fixture
async def owner(stoke: Stoke) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the tables."""
    connection: asyncpg.Connection = await asyncpg.connect(stoke.urls.owner)
    yield connection
    await connection.close()


@pytest.fixture
async def clean(stoke: Stoke) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection to an empty outbox."""
    admin: asyncpg.Connection = await asyncpg.connect(stoke.urls.admin)
    await start_anew(admin)
    yield admin
    await admin.close()


@pytest.fixture
def archives(tmp_path: Path) -> Archives:
    """Archives in a folder of the test's own."""
    return archives_in(tmp_path)


def archives_in(folder: Path, key: bytes = b"k" * 32) -> Archives:
    return Archives(LocalFiles(folder), FieldCipher({"k1": key}))


async def filled(admin: asyncpg.Connection) -> list[UUID]:
    """An old month with rows of two organizations, one of them with signs that a text format may stumble over."""
    await admin.execute("SELECT make_partition('outbox_events', $1)", OLD.first_day)
    texts = ["", "NULL", '"quoted", and\na line', "\\N", "ünïcode 🏋", "a\\tb"]
    return [await put(admin, id_in(OLD), organization_id=who, text=text) for text in texts for who in (OURS, THEIRS)]


async def content(admin: asyncpg.Connection) -> list[asyncpg.Record]:
    return await admin.fetch("SELECT * FROM outbox_events ORDER BY organization_id, id")


async def test_a_month_goes_into_files_and_comes_back_as_it_was(
    clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives, tmp_path: Path
) -> None:
    ids = await filled(clean)
    before = await content(clean)
    assert "12 rows" in await archive(owner, archives, RULES, "outbox_events", OLD)
    assert await content(clean) == []
    assert await where(owner, "outbox_events", OLD) == "gone"
    assert "already" in await archive(owner, archives, RULES, "outbox_events", OLD)
    for file in tmp_path.rglob("*.*"):
        assert b"quoted" not in file.read_bytes()

    late = await put(clean, id_in(OLD))
    assert (await homes(clean))[late] == "outbox_events_default"
    assert "is back" in await restore(owner, archives, RULES, "outbox_events", OLD)
    assert set((await homes(clean)).values()) == {partition_name("outbox_events", OLD)}
    await clean.execute("DELETE FROM outbox_events WHERE id = $1", late)
    assert await content(clean) == before
    assert {row["id"] for row in before} == set(ids)
    assert "is in its table" in await restore(owner, archives, RULES, "outbox_events", OLD)


@pytest.mark.parametrize("killed_at", ["detached", "written", "published", "verified", "dropped"])
async def test_an_archive_killed_anywhere_loses_nothing_and_is_finished_by_the_next(
    stoke: Stoke, clean: asyncpg.Connection, archives: Archives, killed_at: str
) -> None:
    await filled(clean)
    before = await content(clean)
    await die(stoke, archives, killed_at, archive)
    owner: asyncpg.Connection = await asyncpg.connect(stoke.urls.owner)
    assert "12 rows" in await archive(owner, archives, RULES, "outbox_events", OLD)
    assert await where(owner, "outbox_events", OLD) == "gone"
    await restore(owner, archives, RULES, "outbox_events", OLD)
    await owner.close()
    assert await content(clean) == before


@pytest.mark.parametrize("killed_at", ["detached", "written", "published", "verified", "dropped"])
async def test_a_killed_archive_can_be_taken_back(
    stoke: Stoke, clean: asyncpg.Connection, archives: Archives, killed_at: str
) -> None:
    await filled(clean)
    before = await content(clean)
    await die(stoke, archives, killed_at, archive)
    owner: asyncpg.Connection = await asyncpg.connect(stoke.urls.owner)
    await restore(owner, archives, RULES, "outbox_events", OLD)
    await owner.close()
    assert await content(clean) == before


@pytest.mark.parametrize("killed_at", ["loaded", "attached"])
async def test_a_killed_restore_leaves_all_or_nothing(
    stoke: Stoke, clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives, killed_at: str
) -> None:
    await filled(clean)
    before = await content(clean)
    await archive(owner, archives, RULES, "outbox_events", OLD)
    await die(stoke, archives, killed_at, restore)
    assert await content(clean) == (before if killed_at == "attached" else [])
    await restore(owner, archives, RULES, "outbox_events", OLD)
    assert await content(clean) == before


async def die(stoke: Stoke, archives: Archives, killed_at: str, act: Callable[..., Awaitable[str]]) -> None:
    """Archive or restore until `killed_at`, and lose the connection there without a word."""
    doomed: asyncpg.Connection = await asyncpg.connect(stoke.urls.owner)
    pid = doomed.get_server_pid()

    def step(name: str) -> None:
        if name == killed_at:
            doomed.terminate()
            raise Killed

    with pytest.raises((Killed, asyncpg.InterfaceError)):
        await act(doomed, archives, RULES, "outbox_events", OLD, step=step)
    admin: asyncpg.Connection = await asyncpg.connect(stoke.urls.admin)
    while await admin.fetchval("SELECT 1 FROM pg_stat_activity WHERE pid = $1", pid):
        await asyncio.sleep(0.01)
    await admin.close()


async def test_a_changed_month_is_archived_anew(
    clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives, tmp_path: Path
) -> None:
    await filled(clean)
    await archive(owner, archives, RULES, "outbox_events", OLD)
    await restore(owner, archives, RULES, "outbox_events", OLD)
    await put(clean, id_in(OLD))
    assert "13 rows" in await archive(owner, archives, RULES, "outbox_events", OLD)
    assert sorted(file.name for file in tmp_path.rglob("*.*")) == ["b-0001.part", "manifest.sealed"]


@pytest.mark.parametrize("harm", ["cut", "flip", "gone", "key"])
async def test_a_damaged_archive_is_found_before_anything_is_lost(
    clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives, tmp_path: Path, harm: str
) -> None:
    await filled(clean)
    await archive(owner, archives, RULES, "outbox_events", OLD)
    (part,) = tmp_path.rglob("*.part")
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "gone":
        part.unlink()
    elif harm != "key":
        part.write_bytes(data[:-1] if harm == "cut" else data)
    reader = archives_in(tmp_path, secrets.token_bytes(32)) if harm == "key" else archives
    for act in (archive, restore):
        with pytest.raises(ArchiveError):
            await act(owner, reader, RULES, "outbox_events", OLD)
    assert await where(owner, "outbox_events", OLD) == "gone"


async def test_what_is_not_to_be_archived_is_refused(
    stoke: Stoke, clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives
) -> None:
    rules = partitioned()
    await clean.execute("SELECT make_partition('outbox_deliveries', $1)", OLD.first_day)
    await put(clean, id_in(OLD), state="failed")
    for act, table, month, why in (
        (archive, "members", OLD, "has no months"),
        (archive, "outbox_events", THIS, "is not over"),
        (archive, "outbox_events", OLD, "has no month"),
        (archive, "outbox_deliveries", OLD, "still to be done"),
        (restore, "outbox_events", OLD, "there is no archive"),
    ):
        with pytest.raises(ArchiveError, match=why):
            await act(owner, archives, rules, table, month)
    other: asyncpg.Connection = await asyncpg.connect(stoke.urls.owner)
    await other.execute("SELECT pg_advisory_lock(hashtext('stoke.archive.outbox_events'))")
    with pytest.raises(ArchiveError, match="somebody else"):
        await archive(owner, archives, rules, "outbox_events", OLD)
    await other.close()


async def test_a_large_month_is_written_in_parts(
    clean: asyncpg.Connection, owner: asyncpg.Connection, archives: Archives
) -> None:
    await clean.execute("SELECT make_partition('outbox_events', $1)", OLD.first_day)
    for _ in range(3):
        noise = base64.b64encode(secrets.token_bytes(PART_BYTES // 2)).decode()
        await put(clean, id_in(OLD), text=noise)
    before = await content(clean)
    await archive(owner, archives, RULES, "outbox_events", OLD)
    manifest = await archives.manifest("outbox_events", OLD)
    assert manifest is not None
    assert manifest.parts > 1
    await restore(owner, archives, RULES, "outbox_events", OLD)
    assert await content(clean) == before


async def test_the_commands_say_what_they_did(
    stoke: Stoke, clean: asyncpg.Connection, archives: Archives, capsys: pytest.CaptureFixture[str]
) -> None:
    await filled(clean)
    month = str(OLD)
    for command, table, code, said in (
        ("archives", None, 0, ""),
        ("archive", "outbox_events", 0, "is archived: 12 rows"),
        ("archives", None, 0, "12 rows, 1 parts, in files alone"),
        ("archive", "members", 1, "has no months"),
        ("restore", "outbox_events", 0, "is back in its table"),
        ("archive", None, 0, ""),
    ):
        await clean.execute("DELETE FROM outbox_deliveries")
        assert await run(stoke.urls.owner, archives, command, table, month if table else None) == code
        out = capsys.readouterr()
        assert said in out.out + out.err
    assert await run(stoke.urls.owner, archives, "archive", "outbox_events", "2026-99") == 1
