"""Adding, reading and changing clients."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.ids import new_id
from tests.clients.conftest import House, add, address
from tests.support.stoke import Stoke

JSON = {"content-type": "application/json"}


async def test_a_client_added_by_a_trainer_is_theirs_and_everything_sent_comes_back(house: House) -> None:
    sent = {
        "first_name": "João",
        "last_name": "da Silva",
        "email": f"  JOAO-{new_id().hex[-6:]}@Example.com ",
        "phone": "030 / 123 456",
        "birth_date": "1992-02-29",
        "sex": "male",
        "status": "paused",
        "time_zone": "Europe/Lisbon",
        "goal": "10 km",
        "notes": "Likes mornings",
        "health_note": "Left knee",
    }
    made = await add(house.trainer, **{**sent, "phone": "+351 21 123 4567"})

    assert made["email"] == sent["email"].strip().lower()
    assert made["phone"] == "+351 21 123 4567"
    assert {key: made[key] for key in sent if key not in {"email", "phone"}} == {
        key: value for key, value in sent.items() if key not in {"email", "phone"}
    }
    assert made["trainer"] == {"member_id": str(house.trainer.member_id), "name": "Theo Trainer"}
    assert made["access"] == "none"
    assert made["facts"]["week_done"] == 0
    assert made["facts"]["adherence_28"] is None
    assert (await house.owner.client.get(f"/api/clients/{made['id']}")).json() == made


async def test_a_health_note_is_stored_encrypted(house: House) -> None:
    made = await add(house.trainer, health_note="Left knee")
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        stored = await read.scalar(
            text("SELECT health_note_encrypted FROM clients WHERE id = :id").bindparams(id=UUID(made["id"]))
        )
    assert stored.startswith("k1.")
    assert "knee" not in stored


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 5000),
        ("first_name", "   "),
        ("first_name", None),
        ("first_name", "a\x00b"),
        ("last_name", "x" * 121),
        ("email", "not an address"),
        ("phone", "call me"),
        ("phone", "1" * 40),
        ("birth_date", "2023-02-29"),
        ("birth_date", "2999-01-01"),
        ("birth_date", "1812-01-01"),
        ("sex", "x"),
        ("status", "archived"),
        ("trainer_member_id", "7"),
        ("time_zone", "Mars/Olympus"),
        ("notes", "x" * 5001),
        ("notes", "a\x00b"),
        ("health_note", "a\x00b"),
    ],
)
async def test_bad_input_names_the_field(house: House, field: str, value: Any) -> None:
    answer = await house.owner.client.post(
        "/api/clients", content=_json({"first_name": "Ana", field: value}), headers=JSON
    )
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]
    changed = await house.owner.client.patch(
        f"/api/clients/{house.client_id}", content=_json({field: value}), headers=JSON
    )
    assert changed.status_code == 422, changed.text
    assert [error["pointer"] for error in changed.json()["errors"]] == [f"/{field}"]


async def test_text_that_is_no_unicode_is_refused(house: House) -> None:
    answer = await house.owner.client.post("/api/clients", content=_json({"first_name": "\ud800"}), headers=JSON)
    assert answer.status_code == 422


def _json(value: Any) -> bytes:
    """As a client that does not check its text: httpx itself refuses lone surrogates."""
    return json.dumps(value).encode()


@pytest.mark.parametrize("name", ["💪🏽 Zoë", "محمد علي", "שרה", "王小明", "O'Brien-Łukasiewicz", "e\u0301", "<b>&"])
async def test_names_are_kept_as_they_are_and_found(house: House, name: str) -> None:
    made = await add(house.owner, first_name=name, last_name="")
    assert made["first_name"] == name
    found = (await house.owner.client.get("/api/clients", params={"q": name})).json()["items"]
    assert made["id"] in [row["id"] for row in found]


async def test_today_anywhere_is_not_the_future(house: House) -> None:
    today = clock.today("Pacific/Kiritimati")
    assert (await add(house.owner, birth_date=today.isoformat()))["birth_date"] == today.isoformat()
    later = {"first_name": "Ana", "birth_date": (today + timedelta(days=1)).isoformat()}
    assert (await house.owner.client.post("/api/clients", json=later)).status_code == 422


async def test_a_patch_merges_and_null_clears_and_an_empty_string_too(house: House) -> None:
    made = await add(house.trainer, goal="Squat", notes="n", phone="+49 30 123456", email=address())
    path = f"/api/clients/{made['id']}"

    kept = (await house.trainer.client.patch(path, json={"goal": "Deadlift"})).json()
    assert {**made, "goal": "Deadlift"} == kept
    cleared = (await house.trainer.client.patch(path, json={"goal": None, "phone": "", "email": None})).json()
    assert {**kept, "goal": None, "phone": None, "email": None} == cleared
    assert (await house.trainer.client.patch(path, json={})).json() == cleared


async def test_two_tabs_keep_each_others_fields(house: House) -> None:
    made = await add(house.trainer)
    path = f"/api/clients/{made['id']}"
    await asyncio.gather(
        house.trainer.client.patch(path, json={"goal": "A"}), house.owner.client.patch(path, json={"notes": "B"})
    )
    after = (await house.owner.client.get(path)).json()
    assert (after["goal"], after["notes"]) == ("A", "B")


async def test_a_put_clears_what_is_left_out(house: House) -> None:
    made = await add(house.trainer, goal="Squat", notes="n", health_note="h", email=address(), status="paused")
    put = {"first_name": "New", "trainer_member_id": str(house.trainer.member_id)}
    after = (await house.trainer.client.put(f"/api/clients/{made['id']}", json=put)).json()
    assert (after["first_name"], after["goal"], after["notes"], after["health_note"], after["email"]) == (
        "New",
        None,
        None,
        None,
        None,
    )
    assert after["status"] == "active"
    missing = await house.trainer.client.put(f"/api/clients/{made['id']}", json={"first_name": "New"})
    assert missing.json()["errors"][0]["pointer"] == "/trainer_member_id"


async def test_an_address_belongs_to_one_client_who_is_not_archived(house: House) -> None:
    email = address()
    first = await add(house.trainer, email=email)

    again = await house.owner.client.post("/api/clients", json={"first_name": "B", "email": email.upper()})
    assert again.status_code == 409
    assert again.json()["code"] == "client_email_taken"
    assert again.json()["errors"][0]["pointer"] == "/email"
    assert again.json()["client_id"] == first["id"]

    unseen = await house.other_trainer.client.post("/api/clients", json={"first_name": "B", "email": email})
    assert unseen.status_code == 409
    assert unseen.json()["client_id"] is None

    second = await add(house.owner)
    changed = await house.owner.client.patch(f"/api/clients/{second['id']}", json={"email": email})
    assert changed.json()["code"] == "client_email_taken"
    assert changed.json()["client_id"] == first["id"]

    await house.owner.client.delete(f"/api/clients/{first['id']}")
    assert (await add(house.owner, email=email))["email"] == email
    restored = await house.owner.client.post(f"/api/clients/{first['id']}/restore")
    assert restored.json()["code"] == "client_email_taken"


async def test_another_organization_may_have_a_client_with_the_same_address(house: House) -> None:
    email = address()
    await add(house.owner, email=email)
    stranger = await house.stoke.owner()
    assert (await add(stranger, email=email))["email"] == email


async def test_of_two_creates_with_one_address_at_once_one_wins(house: House) -> None:
    for _ in range(5):
        form = {"first_name": "Race", "email": address()}
        answers = await asyncio.gather(*(house.owner.client.post("/api/clients", json=form) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        winner = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
        assert {answer.json().get("client_id", winner) for answer in answers} == {winner}


async def test_an_idempotent_create_is_done_once(house: House) -> None:
    key = {"Idempotency-Key": new_id().hex}
    form = {"first_name": "Once", "email": address()}
    first = await house.owner.client.post("/api/clients", json=form, headers=key)
    again = await house.owner.client.post("/api/clients", json=form, headers=key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()


async def test_archive_and_restore_give_back_the_status_before(house: House) -> None:
    made = await add(house.trainer, status="inactive")
    path = f"/api/clients/{made['id']}"

    archived = await house.trainer.client.delete(path)
    assert archived.status_code == 200
    assert archived.json()["status"] == "archived"
    assert archived.json()["archived_at"] is not None
    assert (await house.trainer.client.delete(path)).json() == archived.json()
    assert (await house.trainer.client.get(path)).json() == archived.json()
    refused = await house.trainer.client.patch(path, json={"goal": "x"})
    assert refused.json()["code"] == "client_archived"

    restored = await house.trainer.client.post(f"{path}/restore")
    assert restored.json() == made
    assert (await house.trainer.client.post(f"{path}/restore")).json() == made


async def test_counts_are_of_the_clients_one_sees(stoke: Stoke) -> None:
    owner = await stoke.owner()
    for status in ("active", "active", "paused", "inactive"):
        await add(owner, status=status)
    gone = await add(owner)
    await owner.client.delete(f"/api/clients/{gone['id']}")
    counts = (await owner.client.get("/api/clients/counts")).json()
    assert counts == {"active": 2, "paused": 1, "inactive": 1, "archived": 1}
