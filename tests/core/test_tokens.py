"""Access tokens that somebody made, changed, or carried elsewhere."""

import base64
from datetime import timedelta
from typing import Any

import orjson
import pytest
from jose import JOSEError, jwt

from backend.core import clock
from backend.core.ids import new_id
from backend.core.tokens import AccessTokens
from tests.support.stoke import Person, Stoke


def _claims(person: Person) -> dict[str, Any]:
    token = person.client.headers["authorization"].removeprefix("Bearer ")
    return dict(jwt.get_unverified_claims(token))


async def _status(stoke: Stoke, token: str) -> int:
    answer = await stoke.client({"authorization": f"Bearer {token}"}).get("/api/auth/me")
    if answer.status_code == 401:
        assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


async def test_only_our_algorithm_and_our_key_count(stoke: Stoke, owner: Person) -> None:
    secret = stoke.settings.secret_key.get_secret_value()
    claims = _claims(owner)
    header = base64.urlsafe_b64encode(orjson.dumps({"alg": "none", "typ": "JWT"})).rstrip(b"=").decode()
    body = base64.urlsafe_b64encode(orjson.dumps(claims)).rstrip(b"=").decode()

    assert await _status(stoke, jwt.encode(claims, secret, "HS256")) == 200
    assert await _status(stoke, jwt.encode(claims, secret, "HS512")) == 401
    assert await _status(stoke, jwt.encode(claims, "another key of thirty-two characters", "HS256")) == 401
    for forged in (f"{header}.{body}.", f"{header}.{body}", f"{header}.{body}.AAAA"):
        assert await _status(stoke, forged) == 401


@pytest.mark.parametrize("claim", ["sub", "sid", "org", "mid", "aud", "exp"])
async def test_every_claim_is_needed(stoke: Stoke, owner: Person, claim: str) -> None:
    secret = stoke.settings.secret_key.get_secret_value()
    claims = _claims(owner)
    without = {name: value for name, value in claims.items() if name != claim}

    assert await _status(stoke, jwt.encode(without, secret, "HS256")) == 401
    for value in ("nonsense", "", [], {}, None, True, -1):
        changed = {**claims, claim: value}
        try:
            token = jwt.encode(changed, secret, "HS256")
        except (JOSEError, TypeError, AttributeError):  # the library refuses to sign some of these
            continue
        assert await _status(stoke, token) == 401, (claim, value)


async def test_a_token_ends_when_it_says(stoke: Stoke, owner: Person) -> None:
    with clock.at(clock.now() + timedelta(seconds=stoke.settings.access_token_seconds + 1)):
        assert (await owner.client.get("/api/auth/me")).status_code == 401
    assert (await owner.client.get("/api/auth/me")).status_code == 200


async def test_rightly_signed_ids_that_do_not_belong_together_are_refused(stoke: Stoke, owner: Person) -> None:
    other = await stoke.owner()
    tokens = AccessTokens(stoke.settings.secret_key.get_secret_value(), timedelta(minutes=5))
    claims = _claims(owner)
    sid = claims["sid"]
    assert (await owner.client.get("/api/auth/me")).status_code == 200
    mixed = [
        (owner.user_id, sid, other.organization_id, owner.member_id),
        (owner.user_id, sid, owner.organization_id, other.member_id),
        (owner.user_id, sid, other.organization_id, other.member_id),
        (other.user_id, sid, owner.organization_id, owner.member_id),
        (owner.user_id, _claims(other)["sid"], owner.organization_id, owner.member_id),
        (owner.user_id, new_id(), owner.organization_id, owner.member_id),
        (new_id(), sid, owner.organization_id, owner.member_id),
    ]
    for ids in mixed:
        assert await _status(stoke, tokens.issue(*ids)) == 401, ids
