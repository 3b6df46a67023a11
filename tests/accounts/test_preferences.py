"""Preferences over the API, and the mails that keep to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.ids import new_id
from tests.support.stoke import PASSWORD, Person, Stoke

PATH = "/api/auth/me/notifications"
QUIET = {"start": "22:00", "until": "07:00"}


async def test_language_and_week_start_are_kept_and_a_field_left_out_stays(stoke: Stoke) -> None:
    owner = await stoke.owner()
    assert (owner.me["user"]["locale"], owner.me["user"]["week_start"]) == ("en", 1)

    me = (await owner.client.patch("/api/auth/me", json={"locale": "de-AT", "week_start": 7})).json()
    assert (me["user"]["locale"], me["user"]["week_start"]) == ("de-AT", 7)
    me = (await owner.client.patch("/api/auth/me", json={"units": "imperial"})).json()
    assert (me["user"]["locale"], me["user"]["week_start"], me["user"]["units"]) == ("de-AT", 7, "imperial")


@pytest.mark.parametrize(
    "form",
    [
        {"locale": "xx"},
        {"locale": None},
        {"week_start": 2},
        {"week_start": "1"},
        {"theme": "pink"},
        {"notifications": {}},
    ],
)
async def test_nonsense_is_refused_by_field(stoke: Stoke, form: dict[str, object]) -> None:
    owner = await stoke.owner()
    answer = await owner.client.patch("/api/auth/me", json=form)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(form))}"


async def test_notifications_begin_as_the_kinds_say_and_what_is_left_out_stays(stoke: Stoke) -> None:
    owner = await stoke.owner()
    before = (await owner.client.get(PATH)).json()
    assert {item["name"]: (item["email"], item["essential"]) for item in before["items"]} == {
        "account.new_device": (True, True),
        "members.joined": (True, False),
    }
    assert before["quiet_hours"] is None

    after = await owner.client.patch(PATH, json={"email": {"members.joined": False}, "quiet_hours": QUIET})
    assert after.status_code == 200
    assert after.json() == (await owner.client.get(PATH)).json()
    assert after.json()["quiet_hours"] == QUIET
    assert [item["email"] for item in after.json()["items"]] == [True, False]

    assert (await owner.client.patch(PATH, json={})).json() == after.json()
    await owner.client.patch(PATH, json={"email": {"members.joined": True}})
    assert (await owner.client.patch(PATH, json={"quiet_hours": None})).json() == before


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"email": {"members.joined": "yes"}}, "/email/members.joined"),
        ({"email": {"no.such": True}}, "/email/no.such"),
        ({"email": {"account.new_device": False}}, "/email/account.new_device"),
        ({"email": {}, "quiet_hours": {"start": "24:00", "until": "07:00"}}, "/quiet_hours/start"),
        ({"email": {}, "quiet_hours": {"start": "22:00"}}, "/quiet_hours/until"),
        ({"email": None}, "/email"),
    ],
)
async def test_bad_choices_are_refused_by_field(stoke: Stoke, form: Mapping[str, Any], pointer: str) -> None:
    owner = await stoke.owner()
    answer = await owner.client.patch(PATH, json=form)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_nobody_has_no_notifications_to_choose(stoke: Stoke) -> None:
    assert (await stoke.client().get(PATH)).status_code == 401
    assert (await stoke.client().patch(PATH, json={"email": {}})).status_code == 401


async def _join(stoke: Stoke, owner: Person) -> None:
    email = f"client-{new_id().hex[-12:]}@example.com"
    form = {"first_name": "Ada", "last_name": "Lind", "email": email}
    made = await owner.client.post("/api/clients", json=form)
    assert made.status_code == 201, made.text
    invited = await owner.client.post(f"/api/clients/{made.json()['id']}/invite", json={"email": email})
    assert invited.status_code in {200, 201, 202, 204}, invited.text
    await stoke.settle()
    token = stoke.mails.link_to(email)
    joined = await stoke.client().post(f"/api/invitations/{token}/accept", json={"password": PASSWORD})
    assert joined.status_code == 200, joined.text
    await stoke.settle()


def _subjects(stoke: Stoke, person: Person) -> list[str]:
    return [mail.subject for mail in stoke.mails.messages if mail.to == person.email]


async def test_who_invited_somebody_is_mailed_when_they_join(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await _join(stoke, owner)
    assert "Ada Lind has joined North Barbell" in _subjects(stoke, owner)


async def test_who_does_not_want_to_know_is_not_mailed(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await owner.client.patch(PATH, json={"email": {"members.joined": False}})
    await _join(stoke, owner)
    assert not any("has joined" in subject for subject in _subjects(stoke, owner))


async def test_in_quiet_hours_the_mail_waits_for_their_end(stoke: Stoke) -> None:
    owner = await stoke.owner(time_zone="Europe/Berlin")
    await owner.client.patch(PATH, json={"email": {}, "quiet_hours": QUIET})
    night = clock.now().astimezone(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=30)
    with clock.at(night):
        await _join(stoke, await stoke.sign_in(owner.email))

    assert not any("has joined" in subject for subject in _subjects(stoke, owner))
    waiting = text("SELECT available_at FROM outbox_deliveries WHERE organization_id = :id AND state = 'open'")
    async with stoke.runtime.database.read(owner.organization_id) as read:
        [due] = [row["available_at"] for row in await read.all(waiting, {"id": owner.organization_id})]
    assert isinstance(due, datetime)
    assert due.astimezone(ZoneInfo("Europe/Berlin")).time().isoformat("minutes") == "07:00"
