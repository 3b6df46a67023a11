"""Changing parts of oneself and of the organization."""

import pytest

from tests.support.stoke import Stoke


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/organization"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"name": None}, "/name"), ({"role": "owner"}, "/role"), ({"time_zone": "Mars"}, "/time_zone")],
)
async def test_what_cannot_be_done_is_refused_at_its_field(
    stoke: Stoke, path: str, body: dict[str, object], pointer: str
) -> None:
    owner = await stoke.owner()

    answer = await owner.client.patch(path, json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_field_that_is_left_out_stays(stoke: Stoke) -> None:
    owner = await stoke.owner(name="Nora Berg")

    assert (await owner.client.patch("/api/auth/me", json={"units": "imperial"})).status_code == 200
    me = (await owner.client.patch("/api/auth/me", json={"theme": "light"})).json()

    assert (me["user"]["name"], me["user"]["units"], me["user"]["theme"]) == ("Nora Berg", "imperial", "light")
    assert (await owner.client.patch("/api/organization", json={"name": "South Barbell"})).json()[
        "name"
    ] == "South Barbell"
