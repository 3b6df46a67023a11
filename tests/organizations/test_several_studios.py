"""One person in several organizations: founding, switching, leaving."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from backend.core import clock
from tests.organizations.studios import client_of, join, staff
from tests.support.stoke import PASSWORD, Person, Stoke


async def found(owner: Person, name: str = "South Barbell") -> str:
    answer = await owner.client.post("/api/organizations", json={"name": name, "time_zone": "Europe/Vienna"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_founder_switches_between_studios_in_one_sign_in(stoke: Stoke) -> None:
    owner = await stoke.owner()
    second = await found(owner)

    switched = await owner.client.post("/api/auth/switch", json={"organization_id": second})
    there = stoke.client({"authorization": f"Bearer {switched.json()['access_token']}"})
    me = (await there.get("/api/auth/me")).json()

    assert switched.status_code == 200, switched.text
    assert (me["organization"]["name"], me["role"]) == ("South Barbell", "owner")
    assert {row["name"] for row in me["organizations"]} == {"North Barbell", "South Barbell"}
    assert (await there.get("/api/clients")).json()["items"] == []


async def test_a_refresh_stays_in_the_studio_that_was_switched_to(stoke: Stoke) -> None:
    owner = await stoke.owner()
    second = await found(owner)
    await owner.client.post("/api/auth/switch", json={"organization_id": second})

    csrf = owner.client.cookies["stoke_csrf"]
    answer = await owner.client.post("/api/auth/refresh", headers={"x-csrf-token": csrf})
    after = stoke.client({"authorization": f"Bearer {answer.json()['access_token']}"})

    assert (await after.get("/api/auth/me")).json()["organization"]["id"] == second


async def test_nobody_switches_where_they_do_not_belong(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    theirs = stranger.me["organization"]["id"]

    for organization_id in (theirs, str(uuid4())):
        answer = await owner.client.post("/api/auth/switch", json={"organization_id": organization_id})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    async with stoke.client() as nobody:
        assert (await nobody.post("/api/auth/switch", json={"organization_id": theirs})).status_code == 401
    assert (await owner.client.post("/api/auth/switch", json={"organization_id": "x"})).status_code == 422


async def test_a_studio_with_a_shorter_rule_asks_for_a_newer_sign_in(stoke: Stoke) -> None:
    owner = await stoke.owner()
    second = await found(owner)
    switched = await owner.client.post("/api/auth/switch", json={"organization_id": second})
    there = stoke.client({"authorization": f"Bearer {switched.json()['access_token']}"})
    await there.patch("/api/organization/sign-in-rules", json={"absolute_hours": 1})
    home = owner.me["organization"]["id"]
    session_id = stoke.runtime.tokens.read(switched.json()["access_token"]).session_id
    await owner.client.post("/api/auth/switch", json={"organization_id": home})

    with clock.at(clock.now() + timedelta(hours=2)):
        fresh = stoke.runtime.tokens.issue(owner.user_id, session_id, owner.organization_id, owner.member_id)
        late = stoke.client({"authorization": f"Bearer {fresh}"})
        answer = await late.post("/api/auth/switch", json={"organization_id": second})

    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_too_old")


async def test_ten_studios_are_enough(stoke: Stoke) -> None:
    owner = await stoke.owner()
    for number in range(8):
        await found(owner, f"Branch {number}")

    # At once: one of them is the tenth.
    answers = await asyncio.gather(
        *(owner.client.post("/api/organizations", json={"name": f"More {number}"}) for number in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json().get("code") for answer in answers} == {None, "too_many_studios"}


async def test_a_trainer_leaves_and_is_out_at_once(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)

    assert (await trainer.client.post("/api/organization/leave")).status_code == 204
    stoke.forget_access()

    assert (await trainer.client.get("/api/clients")).status_code == 401
    left = (await owner.client.get("/api/members", params={"state": "left"})).json()["items"]
    assert [row["id"] for row in left] == [str(trainer.member_id)]


async def test_the_last_owner_stays(stoke: Stoke) -> None:
    owner = await stoke.owner()

    answer = await owner.client.post("/api/organization/leave")

    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")


async def test_a_client_leaves_their_record_stays_and_they_can_be_invited_again(stoke: Stoke) -> None:
    owner = await stoke.owner()
    client = await client_of(stoke, owner)

    assert (await client.client.post("/api/organization/leave")).status_code == 204
    await stoke.settle()
    stoke.forget_access()
    row = (await owner.client.get("/api/clients")).json()["items"][0]

    assert (await client.client.get("/api/auth/me")).status_code == 401
    assert row["access"] == "none"
    assert (await owner.client.post(f"/api/clients/{row['id']}/invite")).status_code in {200, 202}
    back = await join(stoke, client.email)
    assert back.me["role"] == "client"
    assert (await owner.client.get("/api/clients")).json()["items"][0]["access"] == "active"


async def test_whoever_belongs_nowhere_any_more_starts_over(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    form = {"email": trainer.email, "password": PASSWORD, "organization_name": "Reed Coaching"}
    async with stoke.client() as client:
        early = await client.post("/api/auth/start-over", json=form)
        await trainer.client.post("/api/organization/leave")
        out = await client.post("/api/auth/login", json={"email": trainer.email, "password": PASSWORD})
        wrong = await client.post("/api/auth/start-over", json={**form, "password": "not the password"})
        started = await client.post("/api/auth/start-over", json=form)

    assert (early.status_code, early.json()["code"]) == (409, "belongs_already")
    assert (out.status_code, out.json()["code"]) == (401, "no_membership")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    assert started.status_code == 200, started.text
    assert (await stoke.sign_in(trainer.email)).me["organization"]["name"] == "Reed Coaching"


async def test_whoever_is_suspended_is_told_where_and_whom_to_ask(stoke: Stoke) -> None:
    owner = await stoke.owner(name="Nora Berg")
    trainer = await staff(stoke, owner)
    assert (await owner.client.post(f"/api/members/{trainer.member_id}/suspend")).is_success
    form = {"email": trainer.email, "password": PASSWORD}
    async with stoke.client() as client:
        signed_in = await client.post("/api/auth/login", json=form)
        guessed = await client.post("/api/auth/login", json={**form, "password": "not the password"})
        started = await client.post("/api/auth/start-over", json={**form, "organization_name": "Reed Coaching"})

    assert (signed_in.status_code, signed_in.json()["code"]) == (401, "membership_suspended")
    assert signed_in.json()["detail"] == "You are suspended at North Barbell. Ask Nora Berg to let you in again."
    assert (guessed.status_code, guessed.json()["code"]) == (401, "wrong_credentials")
    assert "North Barbell" not in guessed.text
    assert started.status_code == 200, started.text
    # One place where they belong is enough to sign in to.
    assert (await stoke.sign_in(trainer.email)).me["organization"]["name"] == "Reed Coaching"


async def test_an_open_page_learns_at_its_next_refresh_that_its_person_is_suspended(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    async with stoke.client() as page:
        answer = await page.post("/api/auth/login", json={"email": trainer.email, "password": PASSWORD})
        assert (await owner.client.post(f"/api/members/{trainer.member_id}/suspend")).is_success
        refused = await page.post("/api/auth/refresh", headers={"X-CSRF-Token": answer.json()["csrf_token"]})
        out = await page.post("/api/auth/logout", headers={"X-CSRF-Token": answer.json()["csrf_token"]})

    assert (refused.status_code, refused.json()["code"]) == (401, "membership_suspended")
    assert out.status_code == 204


async def test_a_refresh_says_that_it_led_to_another_studio(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    second = await found(trainer, "Reed Coaching")
    async with stoke.client() as page:
        before = (await page.post("/api/auth/login", json={"email": trainer.email, "password": PASSWORD})).json()
        assert (await owner.client.post(f"/api/members/{trainer.member_id}/suspend")).is_success
        after = await page.post("/api/auth/refresh", headers={"X-CSRF-Token": before["csrf_token"]})

    assert before["organization_id"] == str(owner.organization_id)
    assert after.json()["organization_id"] == second
