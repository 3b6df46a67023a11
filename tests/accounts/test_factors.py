"""Setting up, using and removing an authenticator app, recovery codes and passkeys."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pyotp.totp import TOTP
from sqlalchemy import select

from backend.core import clock
from backend.core.ids import PLATFORM
from backend.domains.accounts.models import RecoveryCode, TotpFactor, UserSession
from tests.support.authenticator import Authenticator
from tests.support.stoke import PASSWORD, Person, Stoke

MOVED_ON = timedelta(minutes=11)
"""Past the time that a sign-in counts as a proof."""


async def set_up(stoke: Stoke) -> tuple[Person, TOTP, list[str]]:
    """An owner who has just set up an authenticator app, and the recovery codes."""
    owner = await stoke.owner()
    shown = (await owner.client.post("/api/auth/factors/totp")).json()
    app = TOTP(shown["secret"])
    answer = await owner.client.post("/api/auth/factors/totp/confirm", json={"code": app.at(clock.now())})
    assert answer.status_code == 200, answer.text
    return owner, app, answer.json()["recovery_codes"]


async def with_passkey(stoke: Stoke, person: Person, name: str = "Phone") -> tuple[Authenticator, dict[str, Any]]:
    asked = (await person.client.post("/api/auth/factors/passkeys/options")).json()
    device = Authenticator()
    form = {"ticket": asked["ticket"], "passkey": device.make(asked["options"]), "name": name}
    answer = await person.client.post("/api/auth/factors/passkeys", json=form)
    assert answer.status_code == 201, answer.text
    return device, answer.json()


async def log_in(stoke: Stoke, person: Person) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    browser = stoke.client()
    answer = await browser.post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    return browser, answer.json()


async def show_at_sign_in(stoke: Stoke, device: Authenticator) -> httpx.Response:
    browser = stoke.client()
    asked = (await browser.post("/api/auth/passkey/options")).json()
    return await browser.post(
        "/api/auth/passkey", json={"ticket": asked["ticket"], "passkey": device.show(asked["options"])}
    )


async def test_an_app_counts_from_its_first_right_code_on_and_brings_ten_recovery_codes(stoke: Stoke) -> None:
    owner = await stoke.owner()
    shown = (await owner.client.post("/api/auth/factors/totp")).json()
    assert shown["uri"].startswith("otpauth://totp/Stoke:")
    assert shown["qr_svg"].startswith("data:image/svg+xml")
    assert "<script" not in shown["qr_svg"]
    assert (await log_in(stoke, owner))[1]["status"] == "signed_in"

    wrong = await owner.client.post("/api/auth/factors/totp/confirm", json={"code": "000000"})
    right = await owner.client.post(
        "/api/auth/factors/totp/confirm", json={"code": TOTP(shown["secret"]).at(clock.now())}
    )

    assert wrong.json()["code"] == "wrong_proof"
    assert len(set(right.json()["recovery_codes"])) == 10
    assert (await log_in(stoke, owner))[1]["methods"] == ["totp", "recovery_code"]
    again = await owner.client.post("/api/auth/factors/totp")
    assert again.json()["code"] == "factor_exists"
    await stoke.settle()
    assert "authenticator app was added" in stoke.mails.last_to(owner.email).text


async def test_secrets_and_codes_are_not_kept_as_they_are(stoke: Stoke) -> None:
    owner, app, codes = await set_up(stoke)
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        secret = await session.scalar(select(TotpFactor.secret).where(TotpFactor.user_id == owner.user_id))
        hashes = await session.all(select(RecoveryCode.code_hash).where(RecoveryCode.user_id == owner.user_id))

    assert app.secret not in secret
    kept = b"".join(row["code_hash"] for row in hashes)
    assert not any(code.replace("-", "").encode() in kept or code.encode() in kept for code in codes)


async def test_new_recovery_codes_end_the_old_ones(stoke: Stoke) -> None:
    owner, _, old = await set_up(stoke)
    new = (await owner.client.post("/api/auth/factors/recovery-codes")).json()["codes"]

    statuses: list[int] = []
    for code in (old[0], new[0]):
        browser, asked = await log_in(stoke, owner)
        answer = await browser.post("/api/auth/second-factor", json={"ticket": asked["ticket"], "recovery_code": code})
        statuses.append(answer.status_code)

    assert statuses == [401, 200]
    assert (await owner.client.get("/api/auth/factors")).json()["recovery_codes"] == 9
    await stoke.settle()
    assert "recovery code was used" in stoke.mails.last_to(owner.email).text


async def test_without_a_second_factor_there_are_no_recovery_codes(stoke: Stoke) -> None:
    owner = await stoke.owner()
    assert (await owner.client.post("/api/auth/factors/recovery-codes")).status_code == 404

    owner, _, _ = await set_up(stoke)
    assert (await owner.client.delete("/api/auth/factors/totp")).status_code == 204
    assert (await owner.client.delete("/api/auth/factors/totp")).status_code == 404

    left = (await owner.client.get("/api/auth/factors")).json()
    assert (left["totp_confirmed_at"], left["recovery_codes"]) == (None, 0)
    assert (await log_in(stoke, owner))[1]["status"] == "signed_in"
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        rows = await session.all(select(UserSession.methods).where(UserSession.user_id == owner.user_id))
    assert all("totp" not in row["methods"] for row in rows)


async def test_a_passkey_signs_in_alone_and_serves_as_second_factor(stoke: Stoke) -> None:
    owner = await stoke.owner()
    device, added = await with_passkey(stoke, owner)
    assert len(added["recovery_codes"]) == 10

    alone = await show_at_sign_in(stoke, device)
    assert alone.json()["status"] == "signed_in"

    browser, asked = await log_in(stoke, owner)
    assert asked["methods"] == ["passkey", "recovery_code"]
    second = await browser.post(
        "/api/auth/second-factor", json={"ticket": asked["ticket"], "passkey": device.show(asked["passkey"])}
    )
    assert second.status_code == 200


async def test_a_passkey_of_somebody_else_is_no_second_factor(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    await with_passkey(stoke, owner)
    device, _ = await with_passkey(stoke, stranger)

    browser, asked = await log_in(stoke, owner)
    answer = await browser.post(
        "/api/auth/second-factor", json={"ticket": asked["ticket"], "passkey": device.show(asked["passkey"])}
    )

    assert answer.json()["code"] == "wrong_proof"


@pytest.mark.parametrize("wrong", ["origin", "unverified", "replay", "counter", "challenge", "removed", "nonsense"])
async def test_a_passkey_answer_with_one_thing_wrong_opens_nothing(stoke: Stoke, wrong: str) -> None:
    owner = await stoke.owner()
    device, added = await with_passkey(stoke, owner)
    browser = stoke.client()
    asked = (await browser.post("/api/auth/passkey/options")).json()
    other = (await browser.post("/api/auth/passkey/options")).json()
    if wrong == "origin":
        device.origin = "https://stoke.example.evil"
    if wrong == "unverified":
        device.verifies = False
    if wrong == "counter":
        assert (await show_at_sign_in(stoke, device)).status_code == 200
        device.count = 0
    if wrong == "removed":
        await owner.client.delete(f"/api/auth/factors/passkeys/{added['passkey']['id']}")
    shown = device.show((other if wrong == "challenge" else asked)["options"])
    form = {"ticket": asked["ticket"], "passkey": {"rawId": "é"} if wrong == "nonsense" else shown}
    if wrong == "replay":
        assert (await browser.post("/api/auth/passkey", json=form)).status_code == 200

    answer = await browser.post("/api/auth/passkey", json=form)

    assert answer.json()["code"] == ("ticket_spent" if wrong == "replay" else "wrong_proof")


async def test_a_device_makes_one_passkey_and_a_second_is_renamed_and_removed(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    await with_passkey(stoke, owner, "Phone")
    _, second = await with_passkey(stoke, owner, "Laptop")
    assert second["recovery_codes"] is None
    asked = (await owner.client.post("/api/auth/factors/passkeys/options")).json()
    assert len(asked["options"]["excludeCredentials"]) == 2
    path = f"/api/auth/factors/passkeys/{second['passkey']['id']}"

    assert (await stranger.client.patch(path, json={"name": "Mine"})).status_code == 404
    assert (await stranger.client.delete(path)).status_code == 404
    assert (await owner.client.patch(path, json={"name": "Old laptop"})).json()["name"] == "Old laptop"
    assert (await owner.client.delete(path)).status_code == 204
    names = [row["name"] for row in (await owner.client.get("/api/auth/factors")).json()["passkeys"]]
    assert names == ["Phone"]


async def test_a_passkey_is_taken_for_the_account_that_asked_and_once(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    asked = (await owner.client.post("/api/auth/factors/passkeys/options")).json()
    form = {"ticket": asked["ticket"], "passkey": Authenticator().make(asked["options"]), "name": "Key"}

    assert (await stranger.client.post("/api/auth/factors/passkeys", json=form)).json()["code"] == "ticket_spent"
    assert (await owner.client.post("/api/auth/factors/passkeys", json=form)).status_code == 201
    assert (await owner.client.post("/api/auth/factors/passkeys", json=form)).json()["code"] == "ticket_spent"


PROTECTED = [
    ("POST", "/api/auth/factors/totp"),
    ("POST", "/api/auth/factors/totp/confirm"),
    ("DELETE", "/api/auth/factors/totp"),
    ("POST", "/api/auth/factors/recovery-codes"),
    ("POST", "/api/auth/factors/passkeys/options"),
    ("POST", "/api/auth/factors/passkeys"),
    ("DELETE", f"/api/auth/factors/passkeys/{PLATFORM}"),
    ("POST", "/api/auth/change-password"),
]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
async def test_an_old_sign_in_proves_nothing_and_nobody_gets_in(stoke: Stoke, method: str, path: str) -> None:
    owner = await stoke.owner()
    with clock.at(clock.now() + MOVED_ON):
        fresh = stoke.runtime.tokens.issue(owner.user_id, *await _session_of(stoke, owner))
        header = {"authorization": f"Bearer {fresh}"}
        late = await owner.client.request(method, path, json={}, headers=header)
    nobody = await stoke.client().request(method, path, json={})

    assert (late.status_code, late.json()["code"]) == (403, "proof_required")
    assert nobody.status_code == 401


async def _session_of(stoke: Stoke, person: Person) -> tuple[Any, Any, Any]:
    async with stoke.runtime.database.write(PLATFORM, person.user_id) as session:
        session_id = await session.scalar(select(UserSession.id).where(UserSession.user_id == person.user_id))
    return session_id, person.organization_id, person.member_id


@pytest.mark.parametrize("way", ["password", "code", "recovery_code", "passkey"])
async def test_a_proof_opens_what_asks_for_one_at_once(stoke: Stoke, way: str) -> None:
    if way == "password":
        owner, proof = await stoke.owner(), {"password": PASSWORD}
        app, codes = None, []
    else:
        owner, app, codes = await set_up(stoke)
        proof = {"recovery_code": codes[0]} if codes else {}
    device = (await with_passkey(stoke, owner))[0] if way == "passkey" else None
    with clock.at(clock.now() + MOVED_ON):
        fresh = stoke.runtime.tokens.issue(owner.user_id, *await _session_of(stoke, owner))
        owner.client.headers["authorization"] = f"Bearer {fresh}"
        path = "/api/auth/factors/passkeys/options"
        assert (await owner.client.post(path)).json()["code"] == "proof_required"
        if way == "code" and app is not None:
            proof = {"code": app.at(clock.now())}
        if device is not None:
            asked = (await owner.client.post("/api/auth/prove/passkey")).json()
            proof = {"ticket": asked["ticket"], "passkey": device.show(asked["options"])}

        assert (await owner.client.post("/api/auth/prove", json=proof)).status_code == 204

        # Without waiting for what is remembered of the sign-in to lapse.
        assert (await owner.client.post(path)).status_code == 201


async def test_with_a_second_factor_the_password_is_no_proof(stoke: Stoke) -> None:
    owner, _, _ = await set_up(stoke)

    answer = await owner.client.post("/api/auth/prove", json={"password": PASSWORD})

    assert answer.json()["code"] == "wrong_proof"
    assert (await owner.client.get("/api/auth/prove")).json() == {"methods": ["totp", "recovery_code"]}


async def test_a_proof_is_wrong_or_of_another_sign_in(stoke: Stoke) -> None:
    owner = await stoke.owner()
    device, _ = await with_passkey(stoke, owner)
    elsewhere = await show_at_sign_in(stoke, device)
    other = stoke.client({"authorization": f"Bearer {elsewhere.json()['access_token']}"})
    asked = (await other.post("/api/auth/prove/passkey")).json()
    form = {"ticket": asked["ticket"], "passkey": device.show(asked["options"])}

    assert (await owner.client.post("/api/auth/prove", json=form)).json()["code"] == "ticket_spent"
    assert (await owner.client.post("/api/auth/prove", json={"code": "000000"})).json()["code"] == "wrong_proof"
    assert (await owner.client.post("/api/auth/prove", json={**form, "ticket": None})).status_code == 410
