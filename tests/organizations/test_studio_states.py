"""Suspending a studio, deleting it with time to take that back, and what the job leaves."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.audit.models import AuditEntry
from backend.core.db.base import Base, partitioned
from backend.core.ids import PLATFORM
from backend.domains.organizations import deleting
from backend.domains.organizations.deleting import delete_due
from backend.domains.organizations.models import Organization
from backend.domains.privacy.service.exports import forget_all
from tests.organizations.studios import client_of, staff
from tests.support.stoke import PASSWORD, Person, Stoke


async def delete(owner: Person, name: str = "North Barbell") -> None:
    answer = await owner.client.post("/api/organization/deletion", json={"name": name})
    assert answer.status_code == 202, answer.text


async def test_a_suspended_studio_says_so_to_its_people_until_it_is_opened(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)

    assert (await owner.client.post("/api/organization/suspension")).json()["state"] == "suspended"
    stoke.forget_access()
    refused = await trainer.client.get("/api/clients")
    me = await trainer.client.get("/api/auth/me")

    assert (refused.status_code, refused.json()["code"]) == (403, "organization_suspended")
    assert me.json()["organization"]["state"] == "suspended"
    assert (await owner.client.delete("/api/organization/suspension")).json()["state"] == "active"
    stoke.forget_access()
    assert (await trainer.client.get("/api/clients")).status_code == 200


async def test_only_an_owner_suspends_and_deletes(stoke: Stoke) -> None:
    owner = await stoke.owner()
    people = [await staff(stoke, owner, "admin"), await staff(stoke, owner), await client_of(stoke, owner)]

    for person in people:
        for method, path in (("POST", "suspension"), ("DELETE", "suspension"), ("DELETE", "deletion")):
            assert (await person.client.request(method, f"/api/organization/{path}")).status_code == 403
        asked = await person.client.post("/api/organization/deletion", json={"name": "North Barbell"})
        assert (asked.status_code, asked.json()["code"]) == (403, "forbidden")


async def test_deleting_asks_for_a_recent_proof_and_the_name(stoke: Stoke) -> None:
    owner = await stoke.owner()

    wrong = await owner.client.post("/api/organization/deletion", json={"name": "Another Studio"})
    with clock.at(clock.now() + timedelta(minutes=11)):
        stoke.forget_access()
        stale = await owner.client.post("/api/organization/deletion", json={"name": "North Barbell"})

    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/name")
    assert (stale.status_code, stale.json()["code"]) == (403, "proof_required")


async def test_a_deletion_is_mailed_and_taken_back(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await delete(owner)
    await stoke.settle()
    stoke.forget_access()

    assert "will be deleted" in stoke.mails.last_to(owner.email).subject
    assert (await owner.client.get("/api/clients")).json()["code"] == "organization_closing"
    again = await owner.client.post("/api/organization/suspension")
    assert (again.status_code, again.json()["code"]) == (403, "organization_closing")
    kept = await owner.client.delete("/api/organization/deletion")
    assert (kept.json()["state"], kept.json()["delete_after"]) == ("active", None)
    stoke.forget_access()
    assert (await owner.client.get("/api/clients")).status_code == 200
    await stoke.settle()
    assert "stays" in stoke.mails.last_to(owner.email).subject


async def test_a_second_request_does_not_put_the_deletion_off(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await delete(owner)
    first = (await owner.client.get("/api/organization")).json()["delete_after"]
    with clock.at(clock.now() + timedelta(minutes=5)):
        await delete(owner)

    assert (await owner.client.get("/api/organization")).json()["delete_after"] == first
    assert (await owner.client.delete("/api/organization/deletion")).status_code == 200


async def rows_of(stoke: Stoke, owner: Person) -> dict[str, int]:
    """How many rows of the owner's organization each table holds that does not age out by month."""
    found: dict[str, int] = {}
    async with stoke.runtime.database.read(owner.organization_id) as read:
        for table in Base.metadata.sorted_tables:
            if "organization_id" in table.primary_key.columns and table.name not in partitioned():
                count = select(func.count()).where(table.c.organization_id == owner.organization_id)
                found[table.name] = await read.scalar(count.select_from(table))
    return {name: count for name, count in found.items() if count}


async def test_the_job_deletes_everything_of_a_studio_that_is_due_and_nothing_else(stoke: Stoke) -> None:
    owner, neighbour = await stoke.owner(), await stoke.owner()
    await staff(stoke, owner)
    await client_of(stoke, owner)
    await client_of(stoke, neighbour)
    picture = await owner.client.post("/api/organization/logo", content=png())
    assert picture.status_code == 200, picture.text
    folder = Path(stoke.settings.files_folder) / "logos" / str(owner.organization_id)
    assert len(list(folder.iterdir())) == 2
    theirs = await rows_of(stoke, neighbour)
    await delete(owner)
    await stoke.settle()

    assert await delete_due(stoke.runtime.database, forget_all) == 0
    with clock.at(clock.now() + timedelta(days=30, minutes=1)):
        assert await delete_due(stoke.runtime.database, forget_all) == 1
        assert await delete_due(stoke.runtime.database, forget_all) == 0
    await stoke.settle()
    stoke.forget_access()

    assert await rows_of(stoke, owner) == {}
    assert await rows_of(stoke, neighbour) == theirs
    assert list(folder.iterdir()) == []
    assert "was deleted" in stoke.mails.last_to(owner.email).subject
    assert (await neighbour.client.get("/api/clients")).json()["items"][0]["access"] == "active"
    async with stoke.client() as client:
        form = {"email": owner.email, "password": PASSWORD}
        assert (await client.post("/api/auth/login", json=form)).json()["code"] == "no_membership"
    async with stoke.runtime.database.read(PLATFORM) as read:
        told = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "organization.deleted")
        assert await read.scalar(told.where(AuditEntry.subject_id == owner.organization_id)) == 1


async def test_archives_of_personal_data_go_with_the_studio(stoke: Stoke) -> None:
    owner, neighbour = await stoke.owner(), await stoke.owner()
    kept: list[Path] = []
    for studio in (owner, neighbour):
        person = await client_of(stoke, studio)
        assert (await person.client.post("/api/privacy/mine/exports")).status_code == 202
        await stoke.settle()
        kept.append(Path(stoke.settings.files_folder) / "exports" / str(studio.organization_id))
        assert [path.name for path in kept[-1].rglob("*.sealed")] == ["archive.sealed"]
    await delete(owner)
    with clock.at(clock.now() + timedelta(days=31)):
        assert await delete_due(stoke.runtime.database, forget_all) == 1
    assert [len(list(folder.rglob("*.sealed"))) for folder in kept] == [0, 1]


async def test_a_deletion_that_is_due_cannot_be_taken_back(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await delete(owner)
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(update(Organization).values(delete_after=clock.now()))

    answer = await owner.client.delete("/api/organization/deletion")
    assert await delete_due(stoke.runtime.database, forget_all) == 1

    assert (answer.status_code, answer.json()["code"]) == (410, "deletion_under_way")


async def test_one_studio_that_cannot_be_deleted_keeps_no_other_from_it(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await stoke.owner(), await stoke.owner()
    await delete(first)
    await delete(second)
    whole = deleting.delete_one

    async def but_the_first(database: object, organization_id: object, forget_files: object) -> None:
        if organization_id == first.organization_id:
            raise RuntimeError("no disk")
        await whole(stoke.runtime.database, second.organization_id, forget_all)

    monkeypatch.setattr(deleting, "delete_one", but_the_first)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(deleting.DeletionTrouble):
        await deleting.delete_due(stoke.runtime.database, forget_all)

    assert await rows_of(stoke, second) == {}
    assert await rows_of(stoke, first) != {}


def png() -> bytes:
    """A small picture with a transparent half."""
    picture = Image.new("RGBA", (900, 300), (255, 0, 0, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 450, 300))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
