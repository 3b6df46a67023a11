"""The archive of everything kept about a client: made by a task, fetched by a link that runs out."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.privacy import tasks
from backend.domains.privacy.handlers import write_part
from backend.events.privacy import ExportPartDue
from tests.clients.conftest import House, add_trainer
from tests.privacy.conftest import decide, train
from tests.support.stoke import Person
from tests.training.conftest import new_program
from tests.training.documents import document


def contents(answer: httpx.Response) -> dict[str, Any]:
    """The files of an archive, JSON read."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {
            name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name)
            for name in archive.namelist()
        }


async def fetched(house: House, person: Person, base: str) -> dict[str, Any]:
    """Ask for an export, let the worker make it, and fetch it by a link."""
    asked = await person.client.post(f"{base}/exports")
    assert asked.status_code == 202, asked.text
    await house.stoke.settle()
    link = await person.client.post(f"{base}/exports/{asked.json()['id']}/link")
    assert link.status_code == 200, link.text
    async with house.stoke.client() as browser:
        answer = await browser.get(path_of(link.json()["url"]))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]
    return contents(answer)


def path_of(url: str) -> str:
    return httpx.URL(url).raw_path.decode()


async def test_ones_own_archive_holds_everything(house: House) -> None:
    await train(house)
    await decide(house, "marketing", True)
    await house.trainer.client.get(f"/api/clients/{house.client_id}")
    await house.stoke.runtime.openings.flush()
    files = await fetched(house, house.client, "/api/privacy/mine")
    assert files["clients/client.json"]["health_note"] == "knee"
    assert files["clients/client.json"]["email"] == house.client.email
    assert files["account/account.json"]["email"] == house.client.email
    assert files["account/account.json"]["sign_ins"]
    assert files["account/membership.json"]["membership"]["role"] == "client"
    [session] = files["workouts/sessions.json"]
    assert session["exercises"][0]["sets"][0]["weight_kg"] == 100
    assert files["privacy/consents.json"][0]["kind"] == "marketing"
    assert {row["name"] for row in files["privacy/openings.json"]} == {"Theo Trainer"}
    assert b"left out" in files["README.txt"].lower()
    told = "".join(json.dumps(value) for name, value in files.items() if name.endswith(".json"))
    assert "password" not in told.replace('"methods": ["password"]', "")
    assert "organization_id" not in told


async def test_progress_is_seen_and_a_second_request_joins_the_first(house: House) -> None:
    first = (await house.client.client.post("/api/privacy/mine/exports")).json()
    again = (await house.client.client.post("/api/privacy/mine/exports")).json()
    assert (again["id"], again["state"], again["done"]) == (first["id"], "running", 0)
    refused = await house.client.client.post(f"/api/privacy/mine/exports/{first['id']}/link")
    assert refused.status_code == 410
    await house.stoke.settle()
    mine = (await house.client.client.get("/api/privacy/mine")).json()["exports"]
    assert (mine[0]["id"], mine[0]["state"], mine[0]["done"]) == (first["id"], "ready", mine[0]["parts"])
    assert house.stoke.mails.last_to(house.client.email).subject == "Your export is ready"


async def test_what_staff_export_lacks_account_and_what_is_withheld(house: House) -> None:
    base = f"/api/clients/{house.client_id}"
    files = await fetched(house, house.trainer, base)
    assert files["clients/client.json"]["health_note"] == "knee"
    assert not any(name.startswith("account/account") for name in files)
    await decide(house, "health", False)
    # What was exported before the client withdrew the consent cannot be fetched any more.
    listed = (await house.trainer.client.get(f"{base}/exports")).json()["items"]
    assert {row["state"] for row in listed} == {"expired"}
    await decide(house, "sharing", False)
    files = await fetched(house, house.trainer, base)
    assert "health_note" not in files["clients/client.json"]
    assert not any(name.startswith("workouts/") for name in files)
    await decide(house, "health", True)
    await decide(house, "sharing", True)


async def test_fetching_what_staff_export_is_an_opening_of_what_it_holds(house: House) -> None:
    await decide(house, "sharing", False)
    asked = await house.owner.client.post(f"/api/clients/{house.client_id}/exports")
    await house.stoke.settle()
    link = await house.owner.client.post(f"/api/clients/{house.client_id}/exports/{asked.json()['id']}/link")
    assert await _opened_by(house, "Nora Berg") == set()
    async with house.stoke.client() as browser:
        assert (await browser.get(path_of(link.json()["url"]))).status_code == 200
    assert await _opened_by(house, "Nora Berg") == {"profile", "health", "plan"}
    await decide(house, "sharing", True)
    await fetched(house, house.owner, f"/api/clients/{house.client_id}")
    assert await _opened_by(house, "Nora Berg") == {"profile", "health", "plan", "training"}
    await fetched(house, house.client, "/api/privacy/mine")
    assert await _opened_by(house, "Mia Zwetschgenbaum") == set()


async def _opened_by(house: House, name: str) -> set[str]:
    await house.stoke.runtime.openings.flush()
    listed = await house.client.client.get(f"/api/clients/{house.client_id}/openings")
    return {row["data_class"] for row in listed.json()["items"] if row["name"] == name}


async def test_nobody_fetches_what_another_made(house: House) -> None:
    own = (await house.client.client.post("/api/privacy/mine/exports")).json()
    trainers = (await house.trainer.client.post(f"/api/clients/{house.client_id}/exports")).json()
    await house.stoke.settle()
    base = f"/api/clients/{house.client_id}/exports"
    stranger = await house.stoke.owner()
    for person, path in (
        (house.owner, f"{base}/{trainers['id']}/link"),
        (house.owner, f"{base}/{own['id']}/link"),
        (house.client, f"/api/privacy/mine/exports/{trainers['id']}/link"),
        (stranger, f"{base}/{own['id']}/link"),
        (stranger, f"/api/privacy/mine/exports/{own['id']}/link"),
        (house.other_trainer, f"{base}/{trainers['id']}/link"),
    ):
        assert (await person.client.post(path)).status_code == 404, path
    for person, path, status in (
        (house.owner, "/api/privacy/mine/exports", 404),
        (house.other_trainer, base, 404),
        (stranger, base, 404),
        (house.client, base, 403),
    ):
        assert (await person.client.post(path)).status_code == status, path


async def test_a_link_runs_out_and_cannot_be_made_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = (await house.client.client.post("/api/privacy/mine/exports")).json()
    await house.stoke.settle()
    url = (await house.client.client.post(f"/api/privacy/mine/exports/{asked['id']}/link")).json()["url"]
    token = path_of(url).rpartition("/")[2]
    changed = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    async with house.stoke.client() as browser:
        for made_up in (token[:-8], changed, "x", "azE.AAAA", "%F0%9F"):
            answer = await browser.get(f"/api/privacy/downloads/{made_up}")
            assert answer.status_code in {410, 422}, made_up
        later = clock.now() + timedelta(minutes=16)
        with monkeypatch.context() as patched:
            patched.setattr("backend.core.clock.now", lambda: later)
            assert (await browser.get(path_of(url))).status_code == 410
        assert (await browser.get(path_of(url))).status_code == 200
        week = clock.now() + timedelta(days=8)
        with monkeypatch.context() as patched:
            patched.setattr("backend.core.clock.now", lambda: week)
            await tasks.look_after(house.stoke.runtime.database, house.owner.organization_id)
        assert (await browser.get(path_of(url))).status_code == 410


async def test_an_export_asks_for_a_recent_proof(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(minutes=11)
    with monkeypatch.context() as patched:
        patched.setattr("backend.core.clock.now", lambda: later)
        for person, path in (
            (house.client, "/api/privacy/mine/exports"),
            (house.client, "/api/privacy/mine/erasure"),
            (house.trainer, f"/api/clients/{house.client_id}/exports"),
            (house.owner, f"/api/clients/{house.client_id}/erasure"),
        ):
            answer = await person.client.post(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "proof_required"), path


async def test_a_part_that_is_delivered_twice_changes_nothing(house: House) -> None:
    asked = (await house.client.client.post("/api/privacy/mine/exports")).json()
    await house.stoke.settle()
    told = ExportPartDue(
        organization_id=house.owner.organization_id, export_id=UUID(asked["id"]), part=0, actor_id=None
    )
    async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
        await write_part(session, told)
        assert session.pending_events == []
    mine = (await house.client.client.get("/api/privacy/mine")).json()["exports"][0]
    assert (mine["state"], mine["done"]) == ("ready", mine["parts"])


async def test_a_link_ends_with_the_membership_of_who_made_it(house: House) -> None:
    """A quarter of an hour is long for somebody who has just been shown the door."""
    role = await house.owner.client.post(
        "/api/roles", json={"name": "Archivist", "permissions": {"clients:read": "all", "privacy:export": "all"}}
    )
    assert role.status_code == 201, role.text
    archivist = await add_trainer(house.stoke, house.owner, "Ava Archivist")
    member = f"/api/members/{archivist.member_id}"
    given = await house.owner.client.post(f"{member}/role", json={"role": role.json()["id"]})
    assert given.status_code == 200, given.text
    house.stoke.forget_access()
    base = f"/api/clients/{house.client_id}/exports"
    asked = await archivist.client.post(base)
    assert asked.status_code == 202, asked.text
    await house.stoke.settle()
    url = (await archivist.client.post(f"{base}/{asked.json()['id']}/link")).json()["url"]

    async with house.stoke.client() as browser:
        assert (await browser.get(path_of(url))).status_code == 200
        for shut, status in ((f"{member}/suspend", 410), (f"{member}/reinstate", 200)):
            assert (await house.owner.client.post(shut)).status_code == 200
            assert (await browser.get(path_of(url))).status_code == status
        assert (await house.owner.client.delete(member)).status_code == 204
        assert (await browser.get(path_of(url))).status_code == 410


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        ({}, set[str]()),
        ({"history:read": "assigned", "programs:read": "assigned", "clients:health": "assigned"}, set[str]()),
        ({"programs:read": "all"}, {"plan"}),
        ({"history:read": "all"}, {"training"}),
        ({"clients:health": "all"}, {"health"}),
    ],
)
async def test_an_export_shows_staff_no_more_than_their_role_shows_of_this_client(
    house: House, reach: dict[str, str], seen: set[str]
) -> None:
    """Permission to export is none to see: neither a class that the role lacks, nor one that reaches others alone."""
    await train(house)
    await new_program(house.trainer, document((1,)), house.client_id)
    form = {"name": f"Archivist {new_id().hex[-8:]}", "permissions": {"privacy:export": "all", **reach}}
    role = await house.owner.client.post("/api/roles", json=form)
    archivist = await add_trainer(house.stoke, house.owner, "Ava Archivist")
    given = await house.owner.client.post(f"/api/members/{archivist.member_id}/role", json={"role": role.json()["id"]})
    assert given.status_code == 200, given.text
    house.stoke.forget_access()
    files = await fetched(house, archivist, f"/api/clients/{house.client_id}")

    record = files["clients/client.json"]
    holds = {
        "plan": "training/programs.json" in files,
        "training": any(name.startswith("workouts/") for name in files) and "figures" in record,
        "health": record.get("health_note") == "knee",
    }
    assert {name for name, there in holds.items() if there} == seen
    assert ("figures" in record) is ("training" in seen)
    assert all("address" not in each for each in files["privacy/consents.json"])
