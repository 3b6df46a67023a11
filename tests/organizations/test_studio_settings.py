"""Looks, logo, the public page's switch and the rules for sign-ins: who may set them, and what they do."""

import io

from PIL import Image
from sqlalchemy import update

from backend.core.ids import PLATFORM
from backend.domains.accounts.models import UserSession
from tests.organizations.studios import client_of, staff
from tests.organizations.test_studio_states import png
from tests.support.stoke import Person, Stoke


async def with_a_factor(stoke: Stoke, person: Person) -> None:
    """As if the sign-in had been proved with an authenticator app."""
    async with stoke.runtime.database.write(PLATFORM, person.user_id) as session:
        await session.execute(
            update(UserSession).where(UserSession.user_id == person.user_id).values(methods=["password", "totp"])
        )
    stoke.forget_access()


async def test_looks_are_changed_and_go_back_to_stokes_own(stoke: Stoke) -> None:
    owner = await stoke.owner()
    path = "/api/organization/brand"

    changed = await owner.client.patch(path, json={"brand_name": "Berg", "brand_accent": "#0f766e"})
    kept = await owner.client.patch(path, json={"brand_accent": None})
    bad = await owner.client.patch(path, json={"brand_accent": "red; background: url(x)"})

    assert (changed.json()["brand_name"], changed.json()["brand_accent"]) == ("Berg", "#0f766e")
    assert (kept.json()["brand_name"], kept.json()["brand_accent"]) == ("Berg", None)
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "/brand_accent")


async def test_a_logo_is_kept_in_two_sizes_whole_and_transparent(stoke: Stoke) -> None:
    owner = await stoke.owner()
    set_one = await owner.client.post("/api/organization/logo", content=png())
    url = set_one.json()["logo_url"]

    async with stoke.client() as stranger:
        pictures = [Image.open(io.BytesIO((await stranger.get(f"{url}&size={s}")).content)) for s in ("large", "small")]
        other = (await owner.client.post("/api/organization/logo", content=png())).json()["logo_url"]
        assert (await owner.client.delete("/api/organization/logo")).status_code == 204
        gone = await stranger.get(url)

    assert [picture.size for picture in pictures] == [(512, 171), (96, 32)]
    assert pictures[0].convert("RGBA").getpixel((10, 10))[3] == 0  # type: ignore[index]
    assert other != url
    assert gone.status_code == 404


async def test_what_is_no_picture_is_no_logo(stoke: Stoke) -> None:
    owner = await stoke.owner()
    for content in (b"", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\nrest"):
        answer = await owner.client.post("/api/organization/logo", content=content)
        assert (answer.status_code, answer.json()["code"]) == (422, "not_a_photo")


async def test_a_second_factor_is_asked_of_others_by_whoever_uses_one(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer, client = await staff(stoke, owner), await client_of(stoke, owner)
    path, rule = "/api/organization/sign-in-rules", {"second_factor_required": True}

    alone = await owner.client.patch(path, json=rule)
    await with_a_factor(stoke, owner)
    changed = await owner.client.patch(path, json=rule)
    stoke.forget_access()

    assert (alone.status_code, alone.json()["code"]) == (403, "own_factor_missing")
    assert changed.json()["second_factor_required"] is True
    assert (await trainer.client.get("/api/clients")).json()["code"] == "second_factor_missing"
    assert (await client.client.get("/api/clients")).status_code == 200
    assert (await owner.client.get("/api/clients")).status_code == 200


async def test_rules_have_bounds_and_can_be_dropped(stoke: Stoke) -> None:
    owner = await stoke.owner()
    path = "/api/organization/sign-in-rules"

    assert (await owner.client.patch(path, json={"idle_minutes": 29})).status_code == 422
    assert (await owner.client.patch(path, json={"absolute_hours": 0})).status_code == 422
    assert (await owner.client.patch(path, json={"second_factor_required": None})).status_code == 422
    set_both = (await owner.client.patch(path, json={"idle_minutes": 60, "absolute_hours": 12})).json()
    assert (set_both["idle_minutes"], set_both["absolute_hours"]) == (60, 12)
    dropped = (await owner.client.patch(path, json={"idle_minutes": None})).json()
    assert (dropped["idle_minutes"], dropped["absolute_hours"]) == (None, 12)


async def test_settings_are_seen_by_all_and_set_by_few(stoke: Stoke) -> None:
    owner = await stoke.owner()
    admin, trainer, client = (
        await staff(stoke, owner, "admin"),
        await staff(stoke, owner),
        await client_of(stoke, owner),
    )
    forms = {"brand": {"brand_name": "X"}, "join": {"joinable": True}, "sign-in-rules": {"idle_minutes": 60}}

    for person in (admin, trainer, client):
        assert (await person.client.get("/api/organization/settings")).status_code == 200
        expected = 200 if person is admin else 403
        for path, form in forms.items():
            assert (await person.client.patch(f"/api/organization/{path}", json=form)).status_code == expected
        assert (await person.client.post("/api/organization/logo", content=png())).status_code == expected
    async with stoke.client() as nobody:
        for path, form in forms.items():
            assert (await nobody.patch(f"/api/organization/{path}", json=form)).status_code == 401
