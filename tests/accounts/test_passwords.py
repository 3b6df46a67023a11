"""What may be a password, how it is kept, and what signing in tells about an address."""

import asyncio
from collections.abc import Iterator

import bcrypt
import pytest
from sqlalchemy import text

from backend.core.ids import PLATFORM, new_id
from backend.domains.accounts import passwords
from backend.domains.accounts.errors import WeakPassword
from backend.domains.accounts.hash_costs import report
from tests.support.sign_ins import real_sign_ins
from tests.support.stoke import PASSWORD, Stoke


@pytest.fixture(scope="module", autouse=True)
def at_the_real_price() -> Iterator[None]:
    with real_sign_ins():
        yield


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "1234567890",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "Password1!",
        "iloveyou123",
        "qwertyuiopasdfgh",
        "short",
    ],
)
async def test_what_everybody_uses_is_refused_and_says_why(password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        await passwords.check_strength(password, (), "/new_password")
    assert refused.value.errors[0].pointer == "/new_password"
    assert refused.value.errors[0].message


@pytest.mark.parametrize("password", [PASSWORD, "another password", "train-hard-rest-well", "пароль из трёх слов"])
async def test_length_counts_and_kinds_of_characters_do_not(password: str) -> None:
    await passwords.check_strength(password, ("ana@example.com", "Ana Silva", "North Barbell"))


@pytest.mark.parametrize(
    "password",
    [
        "joao.zwetschgenbaum@example.com",
        "joao.zwetschgenbaum",
        "João Zwetschgenbaum",
        "zwetschgenbaum-joao-1",
        "Zw3t$chg3nb4um2026!",
        "muabneghcstewz joao",
        "Kettlebell Werkstatt",
        "kettlebellwerkstatt+joao",
    ],
)
async def test_what_is_known_of_a_person_is_worth_nothing_in_their_password(password: str) -> None:
    known = ("joao.zwetschgenbaum@example.com", "João Zwetschgenbaum", "Kettlebell Werkstatt")
    await passwords.check_strength(password, ())
    with pytest.raises(WeakPassword) as refused:
        await passwords.check_strength(password, known)
    assert "your name, your e-mail address" in refused.value.errors[0].message
    await passwords.check_strength(password + " mule lantern overcast", known)


async def test_ones_own_address_is_refused_wherever_a_password_is_chosen(stoke: Stoke) -> None:
    owner = await stoke.owner()
    invited = f"invited-{new_id().hex[-12:]}@example.com"
    answer = await owner.client.post("/api/clients", json={"first_name": "Mia", "email": invited})
    await owner.client.post(f"/api/clients/{answer.json()['id']}/invite")
    assert (await stoke.client().post("/api/auth/forgot-password", json={"email": owner.email})).status_code == 202
    await stoke.settle()
    new = f"new-{new_id().hex[-12:]}@example.com"
    reset = {"token": stoke.mails.link_to(owner.email)}
    forms = [
        ("register", {"name": "A B", "email": new, "password": new, "organization_name": "Studio"}),
        (
            "register",
            {"name": "A B", "email": new, "password": "Kraftwerk-Nordost", "organization_name": "Kraftwerk Nordost"},
        ),
        ("reset-password", {**reset, "password": owner.email}),
        ("change-password", {"current_password": PASSWORD, "new_password": owner.email}),
    ]
    refused = [await owner.client.post(f"/api/auth/{path}", json=form) for path, form in forms]
    taken = f"/api/invitations/{stoke.mails.link_to(invited)}/accept"
    refused.append(await stoke.client().post(taken, json={"password": invited}))
    assert {(one.status_code, one.json()["code"]) for one in refused} == {(422, "weak_password")}
    fields = [one.json()["errors"][0]["pointer"] for one in refused]
    assert fields == ["/password", "/password", "/password", "/new_password", "/password"]
    # The link was not spent by a password that was refused.
    answer = await stoke.client().post("/api/auth/reset-password", json={**reset, "password": "mule lantern overcast"})
    assert answer.status_code == 204


async def test_the_estimate_is_cheap_for_the_longest_password_with_every_substitution() -> None:
    """Looked at whole it would take minutes."""
    async with asyncio.timeout(5):
        await passwords.check_strength("4@8({[<369!1|0$5+7%2" * 6, ("abc",))


async def test_a_hash_of_bcrypt_signs_in_once_and_is_argon2id_then(stoke: Stoke) -> None:
    owner = await stoke.owner()
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    write, read = text("UPDATE users SET password_hash = :hash"), text("SELECT password_hash FROM users WHERE id = :id")
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        await session.execute(write, {"hash": old})

    await stoke.sign_in(owner.email)

    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        kept = await session.scalar(read, {"id": owner.user_id})
    assert str(kept).startswith(f"$argon2id$v=19$m={passwords.MEMORY_KIB},t={passwords.PASSES},p=1$")


async def test_bcrypt_never_read_beyond_72_bytes_and_the_upgrade_does() -> None:
    long = "é" * 60
    old = bcrypt.hashpw(long.encode()[:72], bcrypt.gensalt(4)).decode()
    right, fresh = await passwords.verify(long, old)
    assert right
    assert fresh is not None
    assert await passwords.verify(long, fresh) == (True, None)
    assert await passwords.verify(long[:40], fresh) == (False, None)


async def _sign_up(stoke: Stoke, email: str, password: str) -> None:
    form = {"name": "A B", "email": email, "password": password, "organization_name": "Studio"}
    assert (await stoke.client().post("/api/auth/register", json=form)).status_code == 202


async def _sign_in(stoke: Stoke, email: str, password: str) -> tuple[int, str, str]:
    answer = await stoke.client().post("/api/auth/login", json={"email": email, "password": password})
    body = answer.json()
    return answer.status_code, body.get("code", ""), body.get("detail", "")


async def test_signing_up_and_in_does_not_tell_whether_the_address_had_an_account(stoke: Stoke) -> None:
    known = await stoke.owner()
    unknown = f"new-{new_id().hex[-12:]}@example.com"
    for email in (known.email, unknown):
        await _sign_up(stoke, email, "a guesser's own words")

    right = {await _sign_in(stoke, email, "a guesser's own words") for email in (known.email, unknown)}
    wrong = {
        await _sign_in(stoke, email, "some other words here") for email in (known.email, unknown, "no@example.com")
    }

    assert [answer[:2] for answer in right] == [(403, "email_unverified")]
    assert [answer[:2] for answer in wrong] == [(401, "wrong_credentials")]
    assert (await _sign_in(stoke, known.email, PASSWORD))[0] == 200


async def test_every_wrong_password_costs_two_checks_and_the_right_one_a_single(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()
    unconfirmed = f"new-{new_id().hex[-12:]}@example.com"
    await _sign_up(stoke, unconfirmed, PASSWORD)
    checks: list[str | None] = []
    verify = passwords.verify

    async def counted(password: str, stored: str | None) -> tuple[bool, str | None]:
        checks.append(stored)
        return await verify(password, stored)

    monkeypatch.setattr(passwords, "verify", counted)
    for email in (owner.email, unconfirmed, "nobody@example.com"):
        checks.clear()
        assert (await _sign_in(stoke, email, "not the password"))[0] == 401
        assert len(checks) == 2
    checks.clear()
    assert (await _sign_in(stoke, unconfirmed, PASSWORD))[1] == "email_unverified"
    assert len(checks) == 2
    checks.clear()
    assert (await _sign_in(stoke, owner.email, PASSWORD))[0] == 200
    assert len(checks) == 1


async def test_who_signs_up_first_with_anothers_address_does_not_keep_its_password(stoke: Stoke) -> None:
    email = f"victim-{new_id().hex[-12:]}@example.com"
    await _sign_up(stoke, email, "the attacker's words")
    await _sign_up(stoke, email, "the owner's own words")
    await stoke.settle()

    token = stoke.mails.link_to(email)
    assert (await stoke.client().post("/api/auth/verify-email", json={"token": token})).status_code == 200

    # Nor does who signs up second: which of the two mails was opened tells nobody whose it was.
    assert (await _sign_in(stoke, email, "the attacker's words"))[1] == "wrong_credentials"
    assert (await _sign_in(stoke, email, "the owner's own words"))[1] == "wrong_credentials"
    await stoke.settle()
    form = {"token": stoke.mails.link_to(email), "password": "the owner's own words"}
    assert (await stoke.client().post("/api/auth/reset-password", json=form)).status_code == 204
    assert (await _sign_in(stoke, email, "the owner's own words"))[0] == 200


async def test_the_confirmation_can_be_asked_for_again_with_the_password_it_belongs_to(stoke: Stoke) -> None:
    email = f"late-{new_id().hex[-12:]}@example.com"
    await _sign_up(stoke, email, PASSWORD)
    await stoke.settle()
    first = stoke.mails.link_to(email)
    assert (await stoke.client().post("/api/auth/resend-verification", json={"email": email})).status_code == 202
    await stoke.settle()

    token = stoke.mails.link_to(email)
    assert token != first
    assert (await stoke.client().post("/api/auth/verify-email", json={"token": token})).status_code == 200
    assert (await stoke.client().post("/api/auth/verify-email", json={"token": first})).status_code == 410
    assert (await _sign_in(stoke, email, PASSWORD))[0] == 200


def test_the_costs_of_hashes_are_measured_where_stoke_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.domains.accounts.hash_costs.measure", lambda memory, passes: memory * passes / 1_000)
    text = report()
    assert "64       2    131   now" in text
    assert "within the aim of 50 to 150 ms" in text


def test_a_hash_takes_the_time_and_memory_it_says() -> None:
    assert passwords.measure(8, 1, tries=1) < passwords.measure(passwords.MEMORY_KIB, passwords.PASSES, tries=1)
