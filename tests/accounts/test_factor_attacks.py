"""What somebody tries against second factors: two at once, a step begun before, broken answers, a rule to go round."""

import asyncio
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp.totp import TOTP
from sqlalchemy import update

from backend.core import clock
from backend.domains.accounts.factors import passkeys, recovery, totp
from backend.domains.accounts.factors.errors import WrongProof
from backend.domains.organizations.models import Organization
from tests.accounts.test_factors import log_in, set_up, show_at_sign_in, with_passkey
from tests.support.authenticator import Authenticator
from tests.support.stoke import PASSWORD, Person, Stoke


async def _at_once(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in await asyncio.gather(*answers))


async def test_of_two_sign_ins_with_one_code_at_once_one_gets_in(stoke: Stoke) -> None:
    owner, app, codes = await set_up(stoke)
    with clock.at(clock.now()):
        later = app.at(clock.now(), counter_offset=1)
        for proof in ({"code": later}, {"recovery_code": codes[0]}):
            begun = [await log_in(stoke, owner) for _ in range(4)]
            tries = [
                browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], **proof})
                for browser, asked in begun
            ]
            assert await _at_once(tries) == [200, 401, 401, 401]


async def test_of_two_answers_to_one_ticket_at_once_one_gets_in(stoke: Stoke) -> None:
    owner, _, codes = await set_up(stoke)
    browser, asked = await log_in(stoke, owner)
    tries = [
        browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "recovery_code": code})
        for code in codes[:3]
    ]

    assert await _at_once(tries) == [200, 410, 410]
    # What came too late has not cost a code.
    assert (await owner.client.get("/api/auth/factors")).json()["recovery_codes"] == 9


async def test_one_passkey_answer_sent_twice_at_once_gets_in_once(stoke: Stoke) -> None:
    owner = await stoke.owner()
    device, _ = await with_passkey(stoke, owner)
    browser = stoke.client()
    asked = (await browser.post("/api/auth/passkey/options")).json()
    form = {"ticket": asked["ticket"], "passkey": device.show(asked["options"])}

    assert await _at_once([browser.post("/api/auth/passkey", json=form) for _ in range(3)]) == [200, 410, 410]


async def test_two_passkeys_with_one_name_of_the_credential_are_not_two(stoke: Stoke) -> None:
    owner, thief = await stoke.owner(), await stoke.owner()
    device, _ = await with_passkey(stoke, owner)
    asked = (await thief.client.post("/api/auth/factors/passkeys/options")).json()
    copy = Authenticator(credential_id=device.credential_id)

    answer = await thief.client.post(
        "/api/auth/factors/passkeys",
        json={"ticket": asked["ticket"], "passkey": copy.make(asked["options"]), "name": "Copy"},
    )

    assert answer.json()["code"] == "factor_exists"
    assert (await show_at_sign_in(stoke, device)).status_code == 200


async def test_a_new_password_ends_the_sign_ins_that_wait_for_their_second_step(stoke: Stoke) -> None:
    owner, _, codes = await set_up(stoke)
    browser, asked = await log_in(stoke, owner)
    form = {"current_password": PASSWORD, "new_password": "quite another long one"}
    assert (await owner.client.post("/api/auth/change-password", json=form)).status_code == 204

    answer = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "recovery_code": codes[0]})

    assert answer.json()["code"] == "ticket_spent"


@pytest.mark.parametrize(
    "passkey",
    [
        {},
        {"rawId": 5},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": None},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": ["x"], "signature": 1}},
        {"rawId": "A" * 9000},
    ],
)
async def test_a_broken_passkey_answer_is_refused(stoke: Stoke, passkey: dict[str, Any]) -> None:
    owner = await stoke.owner()
    browser = stoke.client()
    asked = (await browser.post("/api/auth/passkey/options")).json()
    new = (await owner.client.post("/api/auth/factors/passkeys/options")).json()

    shown = await browser.post("/api/auth/passkey", json={"ticket": asked["ticket"], "passkey": passkey})
    made = await owner.client.post(
        "/api/auth/factors/passkeys", json={"ticket": new["ticket"], "passkey": passkey, "name": "Key"}
    )

    assert (shown.status_code, made.status_code) == (401, 401)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_NAMES = ("id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "authenticatorData", "signature")


@given(st.sampled_from(_NAMES), _JSON, st.booleans())
def test_nothing_in_an_answer_makes_more_than_a_refusal(name: str, value: object, made: bool) -> None:
    site = passkeys.Site.at("http://localhost:8000")
    device = Authenticator()
    options = {"rp": {"id": "localhost"}, "rpId": "localhost", "user": {"id": "AA"}, "challenge": "AAAA"}
    answer = device.make(options) if made else device.show(options)
    (answer if name in answer else answer["response"])[name] = value
    known = {"public_key": b"", "sign_count": 0}
    with suppress(WrongProof):
        passkeys.credential_id(answer)
        if made:
            passkeys.made(site, "AAAA", answer)
        else:
            passkeys.shown(site, "AAAA", answer, known)


async def _ask_for_second_factors(stoke: Stoke, person: Person) -> None:
    async with stoke.runtime.database.write(person.organization_id, person.user_id) as session:
        await session.execute(
            update(Organization).where(Organization.id == person.organization_id).values(second_factor_required=True)
        )


async def test_where_a_second_factor_is_asked_for_everything_waits_for_it_and_then_opens_at_once(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await _ask_for_second_factors(stoke, owner)
    stoke.forget_access()

    closed = await owner.client.get("/api/clients")
    me = (await owner.client.get("/api/auth/me")).json()
    assert (closed.status_code, closed.json()["code"]) == (403, "second_factor_missing")
    assert (me["held_back"], set(me["permissions"])) == ("second_factor_missing", {"organization:read"})

    await with_passkey(stoke, owner)

    assert (await owner.client.get("/api/auth/me")).json()["held_back"] is None
    assert (await owner.client.get("/api/clients")).status_code == 200


async def test_a_device_that_was_signed_in_before_shows_the_second_factor_to_go_on(stoke: Stoke) -> None:
    owner = await stoke.owner()
    before = await stoke.sign_in(owner.email)
    device, _ = await with_passkey(stoke, owner)
    await _ask_for_second_factors(stoke, owner)
    stoke.forget_access()
    assert (await before.client.get("/api/clients")).json()["code"] == "second_factor_missing"

    asked = (await before.client.post("/api/auth/prove/passkey")).json()
    proof = {"ticket": asked["ticket"], "passkey": device.show(asked["options"])}
    assert (await before.client.post("/api/auth/prove", json=proof)).status_code == 204

    assert (await before.client.get("/api/clients")).status_code == 200


async def test_without_the_last_second_factor_the_studio_closes_again(stoke: Stoke) -> None:
    owner, _, _ = await set_up(stoke)
    await _ask_for_second_factors(stoke, owner)
    assert (await owner.client.get("/api/clients")).status_code == 200

    await owner.client.delete("/api/auth/factors/totp")
    stoke.forget_access()

    assert (await owner.client.get("/api/clients")).json()["code"] == "second_factor_missing"


async def test_guessing_codes_is_stopped_however_many_tickets_and_addresses_it_takes(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, _, codes = await set_up(stoke)
    begun = [(await log_in(stoke, owner))[1]["ticket"] for _ in range(6)]
    await stoke.runtime.redis.flushall()
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_sign_in", 5)

    async def guess(number: int, **proof: str) -> httpx.Response:
        async with stoke.client(address=f"198.51.100.{number}") as elsewhere:
            return await elsewhere.post("/api/auth/second-factor", json={"ticket": begun[number], **proof})

    wrong = [(await guess(number, code="000000")).status_code for number in range(5)]
    right = await guess(5, recovery_code=codes[0])
    await stoke.runtime.redis.flushall()

    assert (wrong, right.status_code) == ([401] * 5, 429)


def test_codes_are_those_of_the_standard_and_a_step_is_spent_with_all_before() -> None:
    """RFC 6238, appendix B: the last six digits of its codes for SHA-1, at its moments."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # base32 of the standard's "12345678901234567890"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        moment = clock.now().fromtimestamp(seconds, tz=clock.now().tzinfo)
        assert totp.matching_step(secret, code, moment, 0) == seconds // 30
        assert totp.matching_step(secret, code, moment, seconds // 30) is None


def test_a_code_is_taken_a_step_early_or_late_and_no_further() -> None:
    app, now = TOTP(totp.new_secret()), clock.now()
    at = int(now.timestamp()) // 30
    taken = [totp.matching_step(app.secret, app.generate_otp(at + off), now, 0) is not None for off in range(-2, 3)]

    assert taken == [False, True, True, True, False]


@given(st.sampled_from([str.upper, str.title, lambda text: text.replace("-", " "), lambda text: f" {text} "]))
def test_recovery_codes_are_ten_and_forgive_how_they_are_typed(typed: Any) -> None:
    codes = recovery.new_codes()

    assert len(set(codes)) == recovery.HOW_MANY
    assert all(recovery.hashed(typed(code)) == recovery.hashed(code) for code in codes)
    assert len({recovery.hashed(code) for code in codes}) == recovery.HOW_MANY
