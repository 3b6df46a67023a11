"""Signing up, confirming, signing in and out."""

from tests.support.stoke import PASSWORD, Stoke


async def test_an_owner_signs_up_confirms_and_sees_the_organization(stoke: Stoke) -> None:
    owner = await stoke.owner(name="Nora Berg")

    assert owner.me["role"] == "owner"
    assert owner.me["organization"]["name"] == "North Barbell"
    assert owner.me["permissions"]["clients:read"] == "all"
    assert (await owner.client.get("/api/members")).json()["items"][0]["name"] == "Nora Berg"


async def test_an_unconfirmed_address_cannot_sign_in_and_the_right_password_learns_why(stoke: Stoke) -> None:
    form = {"name": "A", "email": "new@example.com", "password": PASSWORD, "organization_name": "B"}
    async with stoke.client() as client:
        await client.post("/api/auth/register", json=form)
        right = await client.post("/api/auth/login", json={"email": form["email"], "password": PASSWORD})
        wrong = await client.post("/api/auth/login", json={"email": form["email"], "password": "not the password"})
        unknown = await client.post("/api/auth/login", json={"email": "nobody@example.com", "password": PASSWORD})

    assert (right.status_code, right.json()["code"]) == (403, "email_unverified")
    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_a_second_registration_says_the_same_and_mails_the_owner_of_the_address(stoke: Stoke) -> None:
    owner = await stoke.owner()
    form = {"name": "X", "password": PASSWORD, "organization_name": "Y"}
    async with stoke.client() as client:
        known = await client.post("/api/auth/register", json={**form, "email": owner.email})
        unknown = await client.post("/api/auth/register", json={**form, "email": "someone@example.com"})
    await stoke.settle()

    assert known.status_code == unknown.status_code == 202
    assert known.json()["message"].replace(owner.email, "") == unknown.json()["message"].replace(
        "someone@example.com", ""
    )
    assert "already have an account" in stoke.mails.last_to(owner.email).subject
    assert (await stoke.sign_in(owner.email)).me["organization"]["id"] == owner.me["organization"]["id"]
