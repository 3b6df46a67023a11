"""The second step of a sign-in: asked for, answered once, and closed to whoever guesses or repeats."""

from datetime import timedelta
from typing import Any

import httpx
import pyotp
from pyotp.totp import TOTP
from sqlalchemy import insert, update

from backend.core import clock
from backend.core.ids import PLATFORM, new_id
from backend.domains.accounts.factors.proofs import PLACE
from backend.domains.accounts.factors.recovery import hashed
from backend.domains.accounts.models import RecoveryCode, TotpFactor
from tests.support.stoke import PASSWORD, Person, Stoke

CODE = "k3mv-9zta-hq4x-p7cd"


async def protected(stoke: Stoke) -> tuple[Person, TOTP]:
    """An owner with an authenticator app and one recovery code."""
    owner = await stoke.owner()
    secret, factor_id = pyotp.random_base32(), new_id()
    kept = stoke.runtime.ports.cipher.encrypt(secret, place=PLACE, organization_id=PLATFORM, row_id=factor_id)
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        await session.execute(
            insert(TotpFactor).values(id=factor_id, user_id=owner.user_id, secret=kept, confirmed_at=clock.now())
        )
        await session.execute(insert(RecoveryCode).values(id=new_id(), user_id=owner.user_id, code_hash=hashed(CODE)))
    return owner, TOTP(secret)


def code_of(app: TOTP) -> str:
    return app.at(clock.now())


async def first_step(stoke: Stoke, person: Person) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    browser = stoke.client()
    answer = await browser.post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return browser, answer.json()


async def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(stoke: Stoke) -> None:
    owner, _ = await protected(stoke)
    browser, answer = await first_step(stoke, owner)

    assert answer["status"] == "second_factor"
    assert answer["methods"] == ["totp", "recovery_code"]
    assert "access_token" not in answer
    assert not browser.cookies


async def test_a_code_finishes_the_sign_in_and_the_session_says_how(stoke: Stoke) -> None:
    owner, app = await protected(stoke)
    browser, asked = await first_step(stoke, owner)

    answer = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "code": code_of(app)})

    assert answer.json()["status"] == "signed_in"
    assert browser.cookies["stoke_refresh"]
    browser.headers["x-csrf-token"] = answer.json()["csrf_token"]
    assert (await browser.post("/api/auth/refresh")).status_code == 200


async def test_a_code_is_taken_once_even_within_its_half_minute(stoke: Stoke) -> None:
    owner, app = await protected(stoke)
    with clock.at(clock.now()):
        code = code_of(app)
        for expected in (200, 401):
            browser, asked = await first_step(stoke, owner)
            answer = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "code": code})
            assert answer.status_code == expected
        assert answer.json()["code"] == "wrong_proof"


async def test_a_recovery_code_works_once_however_it_is_typed(stoke: Stoke) -> None:
    owner, _ = await protected(stoke)
    browser, asked = await first_step(stoke, owner)
    typed = CODE.replace("-", " ").upper()
    first = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "recovery_code": typed})
    browser, asked = await first_step(stoke, owner)
    again = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "recovery_code": CODE})

    assert (first.status_code, again.status_code) == (200, 401)
    assert asked["methods"] == ["totp"]


async def test_a_ticket_is_good_for_one_sign_in_five_tries_and_five_minutes(stoke: Stoke) -> None:
    owner, app = await protected(stoke)
    browser, asked = await first_step(stoke, owner)
    right = {"ticket": asked["ticket"], "code": code_of(app)}
    assert (await browser.post("/api/auth/second-factor", json=right)).status_code == 200
    assert (await browser.post("/api/auth/second-factor", json=right)).json()["code"] == "ticket_spent"

    browser, asked = await first_step(stoke, owner)
    wrong = {"ticket": asked["ticket"], "recovery_code": "not-a-code"}
    answers = [(await browser.post("/api/auth/second-factor", json=wrong)).json()["code"] for _ in range(6)]
    assert answers == ["wrong_proof"] * 5 + ["ticket_spent"]

    browser, asked = await first_step(stoke, owner)
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        late = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "code": code_of(app)})
    assert late.json()["code"] == "ticket_spent"


async def test_a_ticket_of_one_person_takes_no_code_of_another(stoke: Stoke) -> None:
    owner, _ = await protected(stoke)
    _, stranger = await protected(stoke)
    browser, asked = await first_step(stoke, owner)

    answer = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "code": code_of(stranger)})

    assert answer.json()["code"] == "wrong_proof"


async def test_the_password_is_no_second_factor_and_two_ways_at_once_are_refused(stoke: Stoke) -> None:
    owner, app = await protected(stoke)
    browser, asked = await first_step(stoke, owner)
    ticket = asked["ticket"]

    again = await browser.post("/api/auth/second-factor", json={"ticket": ticket, "password": PASSWORD})
    both = await browser.post(
        "/api/auth/second-factor", json={"ticket": ticket, "code": code_of(app), "recovery_code": CODE}
    )
    none = await browser.post("/api/auth/second-factor", json={"ticket": ticket})

    assert [again.status_code, both.status_code, none.status_code] == [401, 422, 422]


async def test_an_app_that_was_never_confirmed_is_not_asked_for(stoke: Stoke) -> None:
    owner, _ = await protected(stoke)
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        await session.execute(update(TotpFactor).values(confirmed_at=None))

    _, answer = await first_step(stoke, owner)

    assert answer["status"] == "signed_in"
