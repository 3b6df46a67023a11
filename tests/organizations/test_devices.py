"""The list of one's sign-ins, ending them, and what is told of them."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.ids import PLATFORM, new_id
from tests.support.stoke import PASSWORD, Person, Stoke

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.2 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"


async def _browser(
    stoke: Stoke, person: Person, user_agent: str, *, address: str = "127.0.0.1", **more: object
) -> httpx.AsyncClient:
    client = stoke.client({"user-agent": user_agent}, address=address)
    answer = await client.post("/api/auth/login", json={"email": person.email, "password": PASSWORD, **more})
    assert answer.status_code == 200, answer.text
    client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


async def _listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get("/api/auth/sessions")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_the_list_names_devices_and_which_one_asks(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone = await _browser(stoke, owner, PHONE, remember=False)

    here, other = await _listed(phone)

    assert (here["device"], here["kind"], here["current"]) == ("Safari on iPhone", "phone", True)
    assert (here["remembered"], other["remembered"]) == (False, True)
    assert (here["methods"], here["place"], here["organization"]) == (["password"], None, "North Barbell")
    assert (other["device"], other["current"]) == ("python-httpx", False)
    assert here["address"]


async def test_signing_in_again_from_the_same_browser_takes_the_place_of_its_entry(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone = await _browser(stoke, owner, PHONE)
    before = next(row["id"] for row in await _listed(phone) if row["current"])
    old_token, old_csrf = phone.cookies["stoke_refresh"], phone.headers["x-csrf-token"]

    for remember in (True, False, True):
        answer = await phone.post(
            "/api/auth/login", json={"email": owner.email, "password": PASSWORD, "remember": remember}
        )
        assert answer.status_code == 200, answer.text
    phone.headers["authorization"] = f"Bearer {answer.json()['access_token']}"

    listed = await _listed(phone)
    assert [row["device"] for row in listed] == ["Safari on iPhone", "python-httpx"]
    assert before not in {row["id"] for row in listed}
    async with stoke.client({"x-csrf-token": old_csrf}) as thief:
        thief.cookies.set("stoke_refresh", old_token)
        assert (await thief.post("/api/auth/refresh")).status_code == 401
    stoke.forget_access()
    assert (await owner.client.get("/api/auth/me")).status_code == 200, "other devices stay"


async def test_a_refused_sign_in_and_one_of_somebody_else_end_nothing(stoke: Stoke) -> None:
    owner, other = await stoke.owner(), await stoke.owner()
    shared = await _browser(stoke, owner, DESK)
    mine = next(row["id"] for row in await _listed(shared) if row["current"])
    wrong = await shared.post("/api/auth/login", json={"email": owner.email, "password": "not the password"})
    assert wrong.status_code == 401
    theirs = await shared.post("/api/auth/login", json={"email": other.email, "password": PASSWORD})
    assert theirs.status_code == 200
    assert mine in {row["id"] for row in await _listed(owner.client)}


async def test_nobody_sees_or_ends_the_sign_ins_of_others(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    [theirs] = await _listed(owner.client)

    assert theirs["id"] not in {row["id"] for row in await _listed(stranger.client)}
    assert (await stranger.client.delete(f"/api/auth/sessions/{theirs['id']}")).status_code == 404
    assert (await stranger.client.delete("/api/auth/sessions")).status_code == 204
    assert (await stoke.client().get("/api/auth/sessions")).status_code == 401
    assert (await stoke.client().delete("/api/auth/sessions")).status_code == 401
    assert (await stoke.client().delete(f"/api/auth/sessions/{theirs['id']}")).status_code == 401
    assert (await owner.client.delete("/api/auth/sessions/nonsense")).status_code == 422
    assert len(await _listed(owner.client)) == 1


async def test_ending_one_ends_its_access_and_its_refresh(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone = await _browser(stoke, owner, PHONE)
    target = next(row["id"] for row in await _listed(owner.client) if not row["current"])

    assert (await owner.client.delete(f"/api/auth/sessions/{target}")).status_code == 204
    assert (await owner.client.delete(f"/api/auth/sessions/{target}")).status_code == 404

    stoke.forget_access()
    assert (await phone.get("/api/auth/me")).json()["code"] == "session_ended"
    assert (await phone.post("/api/auth/refresh")).json()["code"] == "session_ended"
    assert len(await _listed(owner.client)) == 1


async def test_ending_the_others_leaves_the_one_that_asks(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone, desk = await _browser(stoke, owner, PHONE), await _browser(stoke, owner, DESK)

    assert (await phone.delete("/api/auth/sessions")).status_code == 204

    stoke.forget_access()
    assert [row["current"] for row in await _listed(phone)] == [True]
    for other in (desk, owner.client):
        assert (await other.get("/api/auth/me")).status_code == 401


async def test_a_new_kind_of_device_is_mailed_once_and_the_first_of_all_is_not(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await stoke.settle()
    assert "new sign-in" not in stoke.mails.last_to(owner.email).subject
    await _browser(stoke, owner, PHONE)
    await stoke.settle()

    mail = stoke.mails.last_to(owner.email)
    assert mail.subject == "A new sign-in: Safari on iPhone"
    assert "/forgot" in mail.text
    sent = len(stoke.mails.messages)
    await _browser(stoke, owner, PHONE)
    await stoke.settle()
    assert len(stoke.mails.messages) == sent


async def test_a_copied_sign_in_is_ended_told_by_mail_once_and_audited(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone = await _browser(stoke, owner, PHONE)
    stolen = phone.cookies["stoke_refresh"]
    assert (await phone.post("/api/auth/refresh")).status_code == 200
    assert (await phone.post("/api/auth/refresh")).status_code == 200
    await stoke.settle()

    for _ in range(2):
        thief = stoke.client({"x-csrf-token": phone.headers["x-csrf-token"]})
        thief.cookies.set("stoke_refresh", stolen, domain="stoke.test", path="/api/auth")
        assert (await thief.post("/api/auth/refresh")).json()["code"] == "session_ended"
    await stoke.settle()

    mails = [mail for mail in stoke.mails.messages if mail.to == owner.email and "signed out one" in mail.subject]
    assert len(mails) == 1
    assert "Safari on iPhone" in mails[0].text
    assert (await phone.post("/api/auth/refresh")).json()["code"] == "session_ended"
    rows = text("SELECT count(*) FROM audit_entries WHERE action = 'sign_ins.copied' AND subject_id = :user")
    async with stoke.runtime.database.read(PLATFORM) as read:
        assert await read.scalar(rows, {"user": owner.user_id}) == 1


async def _rule(stoke: Stoke, person: Person, **rule: int) -> None:
    column, value = next(iter(rule.items()))
    sql = text(f"UPDATE organizations SET {column} = :value WHERE id = :id")
    async with stoke.runtime.database.write(person.organization_id, person.user_id) as session:
        await session.execute(sql, {"value": value, "id": person.organization_id})


@pytest.mark.parametrize(
    ("rule", "within", "beyond"),
    [
        ({"idle_minutes": 30}, timedelta(minutes=29), timedelta(minutes=31)),
        ({"absolute_hours": 1}, timedelta(minutes=59), timedelta(minutes=61)),
    ],
)
async def test_an_organizations_limits_end_access_and_refresh(
    stoke: Stoke, rule: dict[str, int], within: timedelta, beyond: timedelta
) -> None:
    owner = await stoke.owner()
    await _rule(stoke, owner, **rule)
    early, late = await _browser(stoke, owner, PHONE), await _browser(stoke, owner, DESK)
    now = clock.now()

    with clock.at(now + within):
        assert (await early.post("/api/auth/refresh")).status_code == 200
    with clock.at(now + beyond):
        assert (await late.post("/api/auth/refresh")).json()["code"] == "session_ended"
        stoke.forget_access()
    # It was ended for good, whatever the clock says.
    assert (await late.post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_using_a_sign_in_keeps_it_from_idling_and_not_from_growing_old(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await _rule(stoke, owner, idle_minutes=30)
    await _rule(stoke, owner, absolute_hours=1)
    phone, now = await _browser(stoke, owner, PHONE), clock.now()

    for minutes in (20, 40, 55):
        with clock.at(now + timedelta(minutes=minutes)):
            assert (await phone.post("/api/auth/refresh")).status_code == 200
    with clock.at(now + timedelta(minutes=61)):
        assert (await phone.post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_a_cookie_that_was_planted_before_the_sign_in_is_not_taken_over(stoke: Stoke) -> None:
    attacker, victim = await stoke.owner(), await stoke.owner()
    planted = await _browser(stoke, attacker, DESK)
    browser = stoke.client({"user-agent": PHONE})
    for name in ("stoke_refresh", "stoke_csrf"):
        browser.cookies.set(name, planted.cookies[name], domain="stoke.test", path="/api/auth")
    browser.cookies.set("stoke_refresh", new_id().hex, domain="stoke.test", path="/")

    answer = await browser.post("/api/auth/login", json={"email": victim.email, "password": PASSWORD})

    fresh = answer.cookies["stoke_refresh"]
    assert fresh != planted.cookies["stoke_refresh"]
    assert answer.json()["csrf_token"] != planted.headers["x-csrf-token"]
    assert answer.json()["access_token"]
    me = await stoke.client({"authorization": f"Bearer {answer.json()['access_token']}"}).get("/api/auth/me")
    assert me.json()["user"]["email"] == victim.email
    assert {row["device"] for row in await _listed(planted)} == {"Firefox on Linux", "python-httpx"}


async def test_the_place_is_that_of_the_address_where_countries_are_known(stoke: Stoke) -> None:
    owner = await stoke.owner()
    phone = await _browser(stoke, owner, PHONE, address="193.0.6.139")
    rows = await _listed(phone)
    assert [(row["place"], row["address"]) for row in rows] == [("NL", "193.0.6.139"), (None, "127.0.0.1")]
