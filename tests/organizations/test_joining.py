"""The public page of a studio: who confirms their address there becomes a client, and it tells nobody anything."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.organizations.models import Member
from tests.organizations.studios import ask_to_join, client_of, join, open_joining, staff
from tests.support.stoke import PASSWORD, Person, Stoke


def somebody() -> str:
    return f"mia-{new_id().hex[-12:]}@example.com"


async def clients(owner: Person) -> list[dict[str, object]]:
    items: list[dict[str, object]] = (await owner.client.get("/api/clients")).json()["items"]
    return items


async def members(stoke: Stoke, owner: Person) -> int:
    async with stoke.runtime.database.read(owner.organization_id) as read:
        mine = Member.organization_id == owner.organization_id
        return int(await read.scalar(select(func.count()).select_from(Member).where(mine)) or 0)


async def test_the_page_is_there_only_while_it_is_open(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug = owner.me["organization"]["slug"]
    async with stoke.client() as stranger:
        for path in (slug, "no-such-studio"):
            closed = await stranger.get(f"/api/join/{path}")
            assert (closed.status_code, closed.json()["code"]) == (404, "not_open_to_join")
        await open_joining(owner, "Train with us.")
        await owner.client.patch("/api/organization/brand", json={"brand_name": "Berg", "brand_accent": "#0f766e"})
        page = await stranger.get(f"/api/join/{slug}")
        await owner.client.post("/api/organization/suspension")
        suspended = await stranger.get(f"/api/join/{slug}")

    assert page.json() == {"name": "Berg", "text": "Train with us.", "accent": "#0f766e", "logo_url": None}
    assert suspended.status_code == 404


async def test_whoever_confirms_becomes_a_client(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug, email = await open_joining(owner), somebody()

    assert (await ask_to_join(stoke, slug, email)).status_code == 202
    assert await clients(owner) == []
    mia = await join(stoke, email)

    assert mia.me["role"] == "client"
    (row,) = await clients(owner)
    assert (row["first_name"], row["last_name"], row["email"], row["access"]) == ("Mia", "Sand", email, "active")
    assert (await mia.client.get(f"/api/clients/{row['id']}")).status_code == 200


async def second_owner(stoke: Stoke, owner: Person) -> Person:
    second = await staff(stoke, owner, "admin")
    answer = await owner.client.post(f"/api/members/{second.member_id}/role", json={"role": "owner"})
    assert answer.is_success, answer.text
    return second


async def test_the_owners_who_want_to_know_are_told_who_joined(stoke: Stoke) -> None:
    owner = await stoke.owner()
    second, silent, trainer = (
        await second_owner(stoke, owner),
        await second_owner(stoke, owner),
        await staff(stoke, owner),
    )
    await silent.client.patch("/api/auth/me/notifications", json={"email": {"members.joined": False}})
    email = somebody()
    await ask_to_join(stoke, await open_joining(owner), email, "Ella Told")
    await join(stoke, email)

    told = [mail for mail in stoke.mails.messages if mail.subject == "Ella Told has joined North Barbell"]
    assert {mail.to for mail in told} == {owner.email, second.email}
    assert len(told) == 2
    assert "signed up at your public page" in told[0].text
    assert trainer.email not in {mail.to for mail in told}


async def test_an_owner_is_told_after_their_quiet_hours(stoke: Stoke) -> None:
    owner = await stoke.owner(time_zone="Europe/Berlin")
    quiet = {"start": "22:00", "until": "07:00"}
    await owner.client.patch("/api/auth/me/notifications", json={"email": {}, "quiet_hours": quiet})
    slug, email = await open_joining(owner), somebody()
    with clock.at(clock.now().astimezone(ZoneInfo("Europe/Berlin")).replace(hour=23, minute=30)):
        await ask_to_join(stoke, slug, email)
        await join(stoke, email)

    assert not any(mail.to == owner.email and "has joined" in mail.subject for mail in stoke.mails.messages)
    waiting = text("SELECT available_at FROM outbox_deliveries WHERE organization_id = :id AND state = 'open'")
    async with stoke.runtime.database.read(owner.organization_id) as read:
        [due] = [row["available_at"] for row in await read.all(waiting, {"id": owner.organization_id})]
    assert due.astimezone(ZoneInfo("Europe/Berlin")).time().isoformat("minutes") == "07:00"


async def test_the_invitation_and_its_page_say_the_public_name(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await owner.client.patch("/api/organization/brand", json={"brand_name": "Berg"})
    email, colleague = somebody(), somebody()
    await ask_to_join(stoke, await open_joining(owner), email)
    form = {"name": "Ina", "email": colleague, "role": "trainer"}
    assert (await owner.client.post("/api/members", json=form)).status_code == 201
    await stoke.settle()

    async with stoke.client() as stranger:
        for address in (email, colleague):
            shown = await stranger.get(f"/api/invitations/{stoke.mails.link_to(address)}")
            assert shown.json()["organization_name"] == "Berg"
            mail = stoke.mails.last_to(address)
            assert "Berg" in mail.subject
            assert "North Barbell" not in mail.text


async def test_an_account_that_is_there_joins_with_its_own_password(stoke: Stoke) -> None:
    owner, other = await stoke.owner(), await stoke.owner()
    slug = await open_joining(owner)
    await ask_to_join(stoke, slug, other.email, "Other")
    async with stoke.client() as client:
        path = f"/api/invitations/{stoke.mails.link_to(other.email)}/accept"
        wrong = await client.post(path, json={"password": "not the password at all"})

    assert wrong.status_code == 401
    assert (await join(stoke, other.email)).me["role"] == "client"


async def test_the_answer_is_the_same_whoever_asks(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug = await open_joining(owner)
    trainer, client, unknown = await staff(stoke, owner), await client_of(stoke, owner), somebody()
    before = await members(stoke, owner)

    answers = [await ask_to_join(stoke, slug, email) for email in (trainer.email, client.email, unknown)]

    assert {answer.status_code for answer in answers} == {202}
    said = [answer.json()["message"] for answer in answers]
    assert {
        text.replace(mail, "") for text, mail in zip(said, (trainer.email, client.email, unknown), strict=True)
    } == {"We sent a mail to . Open it to go on."}
    assert "belong to North Barbell already" in stoke.mails.last_to(trainer.email).subject
    assert "belong to North Barbell already" in stoke.mails.last_to(client.email).subject
    assert await members(stoke, owner) == before + 1


async def test_a_record_with_the_address_is_taken_up_instead_of_a_second_one(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug, email = await open_joining(owner), somebody()
    made = await owner.client.post("/api/clients", json={"first_name": "Maria", "email": email})
    await ask_to_join(stoke, slug, email)
    await join(stoke, email)

    (row,) = await clients(owner)
    assert (row["id"], row["first_name"], row["access"]) == (made.json()["id"], "Maria", "active")


async def test_asking_does_not_undo_an_invitation_that_a_trainer_sent(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug, email = await open_joining(owner), somebody()
    made = await owner.client.post("/api/clients", json={"first_name": "Maria", "email": email})
    await owner.client.post(f"/api/clients/{made.json()['id']}/invite")
    await stoke.settle()
    first = stoke.mails.link_to(email)
    await ask_to_join(stoke, slug, email)

    async with stoke.client() as client:
        accepted = await client.post(f"/api/invitations/{first}/accept", json={"password": PASSWORD})
        spent = await client.get(f"/api/invitations/{stoke.mails.link_to(email)}")

    assert accepted.status_code == 200, accepted.text
    assert spent.status_code == 410
    assert len(await clients(owner)) == 1


async def test_nothing_stays_of_those_who_never_confirmed(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug = await open_joining(owner)
    before = await members(stoke, owner)
    await ask_to_join(stoke, slug, somebody())
    assert await members(stoke, owner) == before + 1

    with clock.at(clock.now() + timedelta(days=60)):
        await ask_to_join(stoke, slug, somebody())

    assert await members(stoke, owner) == before + 1


async def test_whoever_joined_left_and_is_silent_keeps_their_record(stoke: Stoke) -> None:
    owner = await stoke.owner()
    slug, email = await open_joining(owner), somebody()
    await ask_to_join(stoke, slug, email)
    mia = await join(stoke, email)
    assert (await mia.client.post("/api/organization/leave")).status_code == 204
    await stoke.settle()

    with clock.at(clock.now() + timedelta(days=60)):
        await ask_to_join(stoke, slug, somebody())
        again = await ask_to_join(stoke, slug, email)
        back = await join(stoke, email)

    assert again.status_code == 202
    assert back.me["role"] == "client"
    assert len(await clients(owner)) == 1


async def test_bad_input_is_refused_by_field(stoke: Stoke) -> None:
    slug = await open_joining(await stoke.owner())
    async with stoke.client() as stranger:
        bad = await stranger.post(f"/api/join/{slug}", json={"name": "", "email": "x", "role": "owner"})

    assert bad.status_code == 422
    assert {error["pointer"] for error in bad.json()["errors"]} == {"/name", "/email", "/role"}
