"""The library, own exercises, and looking for them."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.ids import new_id
from backend.domains.training.library import category_id, load_library
from backend.domains.training.service.exercises import adopt
from tests.clients.conftest import House
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke
from tests.training.documents import FRONT_SQUAT, SQUAT


def form(**changes: Any) -> dict[str, Any]:
    made = {
        "name": f"Own {new_id().hex[-10:]}",
        "category_id": str(category_id("squats")),
        "primary_muscles": ["quads"],
        "equipment": ["barbell"],
        "level": "beginner",
        "measurement": "weight_reps",
        "movement_pattern": "squat",
        "mechanics": "compound",
    }
    return {**made, **changes}


async def add_exercise(person: Person, **changes: Any) -> dict[str, Any]:
    answer = await person.client.post("/api/exercises", json=form(**changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def search(person: Person, **query: Any) -> list[dict[str, Any]]:
    answer = await person.client.get("/api/exercises", params={"limit": 100, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_the_list_pages_through_library_and_own_exercises_once_each_by_name(house: House) -> None:
    own = await add_exercise(house.trainer, name="Zercher Hold Nowhere Else")
    seen: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": 100} | ({"cursor": cursor} if cursor else {})
        page = (await house.client.client.get("/api/exercises", params=query)).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len({item["id"] for item in seen}) == len(seen) >= len(load_library().exercises) + 1
    assert own["id"] in {item["id"] for item in seen}
    assert not any(key in seen[0] for key in ("name_key", "rank"))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("front squat", "Front Squat"),
        ("FRONT-SQUAT", "Front Squat"),
        ("frontt squta", "Front Squat"),
        ("high-bar squat", "Barbell Back Squat"),
        ("squat low bar", "Low-Bar Back Squat"),
    ],
)
async def test_the_best_match_comes_first_in_spite_of_typos_and_punctuation(
    house: House, query: str, first: str
) -> None:
    assert (await search(house.trainer, q=query))[0]["name"] == first


async def test_accents_do_not_matter_and_a_beginning_comes_before_a_middle(house: House) -> None:
    accented = await add_exercise(house.trainer, name="Élévation Qzx")
    middle = await add_exercise(house.trainer, name="Avec Élévation Qzx")
    found = [item["id"] for item in await search(house.trainer, q="elevation qzx")]
    assert found[:2] == [accented["id"], middle["id"]]


async def test_a_search_pages_without_loss_or_repeat(house: House) -> None:
    whole = [item["id"] for item in await search(house.trainer, q="squat")]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        query = {"q": "squat", "limit": 7} | ({"cursor": cursor} if cursor else {})
        page = (await house.trainer.client.get("/api/exercises", params=query)).json()
        paged += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged[: len(whole)] == whole
    assert len(set(paged)) == len(paged)


@pytest.mark.parametrize("query", ["%", "_", "%%%", "'; --", "🏋️", "a" * 100])
async def test_odd_queries_find_nothing_special_and_break_nothing(house: House, query: str) -> None:
    assert not any(item["name"] == "Front Squat" for item in await search(house.trainer, q=query))


async def test_filters_narrow_and_a_category_includes_what_is_below(house: House) -> None:
    below = await search(house.trainer, category=str(category_id("lower-body")), level="advanced")
    assert {item["level"] for item in below} == {"advanced"}
    assert len({item["category"]["name"] for item in below}) > 1
    muscles = await search(house.trainer, muscle=["calves", "neck"], mine=False)
    assert muscles
    assert all({"calves", "neck"} & set(item["primary_muscles"]) for item in muscles)
    tools = await search(house.trainer, equipment="trap_bar", pattern="hinge")
    assert all("trap_bar" in item["equipment"] and item["movement_pattern"] == "hinge" for item in tools)
    assert (await house.trainer.client.get("/api/exercises?muscle=wings")).status_code == 422


async def test_facets_count_what_the_list_finds(house: House) -> None:
    facets = (await house.trainer.client.get("/api/exercises/facets")).json()
    calves = next(item["count"] for item in facets["muscles"] if item["value"] == "calves")
    assert calves == len(await search(house.trainer, muscle="calves"))
    squats = next(item for item in facets["categories"] if item["name"] == "Squats")
    assert squats["count"] == len(await search(house.trainer, category=squats["id"]))
    assert facets["total"] == sum(item["count"] for item in facets["levels"])
    assert facets["total"] == sum(item["count"] for item in facets["categories"] if item["parent_id"] is None)


async def test_an_exercise_is_made_changed_archived_and_restored(house: House) -> None:
    made = await add_exercise(
        house.trainer, substitutes=[str(FRONT_SQUAT)], cues=["Slow"], video_url="https://video.example/1"
    )
    url = f"/api/exercises/{made['id']}"
    assert made["substitutes"] == [{"id": str(FRONT_SQUAT), "name": "Front Squat"}]
    assert made["mine"] is made["editable"] is True
    patched = (await house.trainer.client.patch(url, json={"aliases": ["Qwop"], "video_url": None})).json()
    assert patched == {**made, "aliases": ["Qwop"], "video_url": None}
    assert [item["id"] for item in await search(house.trainer, q="qwop")] == [made["id"]]
    replaced = (await house.trainer.client.put(url, json=form(name="Replaced Qwop"))).json()
    assert replaced["cues"] == replaced["aliases"] == replaced["substitutes"] == []
    assert (await house.trainer.client.delete(url)).json()["archived"] is True
    assert made["id"] not in {item["id"] for item in await search(house.trainer, q="replaced qwop")}
    assert [item["id"] for item in await search(house.trainer, q="replaced qwop", archived=True)] == [made["id"]]
    assert (await house.trainer.client.post(f"{url}/restore")).json()["archived"] is False


async def test_a_name_is_unique_among_own_exercises_whatever_its_case(house: House) -> None:
    made = await add_exercise(house.trainer, name="Twice Used")
    second = await house.owner.client.post("/api/exercises", json=form(name="  TWICE-used "))
    assert second.status_code == 409
    assert second.json()["code"] == "exercise_name_taken"
    assert second.json()["errors"][0]["pointer"] == "/name"
    await house.trainer.client.delete(f"/api/exercises/{made['id']}")
    assert (await house.owner.client.post("/api/exercises", json=form(name="Twice used"))).status_code == 201
    restored = await house.trainer.client.post(f"/api/exercises/{made['id']}/restore")
    assert restored.json()["code"] == "exercise_name_taken"


async def test_two_who_add_one_name_at_once_get_one_exercise(house: House) -> None:
    body = form()
    answers = await asyncio.gather(*(house.owner.client.post("/api/exercises", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("name", " ", "/name"),
        ("name", "!!!", "/name"),
        ("name", None, "/name"),
        ("name", "a\x00b", "/name"),
        ("category_id", str(new_id()), "/category_id"),
        ("primary_muscles", [], "/primary_muscles"),
        ("equipment", ["wand"], "/equipment/0"),
        ("video_url", "http://video.example/1", "/video_url"),
        ("video_url", "javascript:alert(1)", "/video_url"),
        ("substitutes", [str(new_id())], "/substitutes/0"),
        ("bogus", 1, "/bogus"),
    ],
)
async def test_faulty_input_is_pointed_at(house: House, field: str, value: Any, pointer: str) -> None:
    made = await add_exercise(house.trainer)
    for answer in (
        await house.trainer.client.post("/api/exercises", json=form(**{field: value})),
        await house.trainer.client.patch(f"/api/exercises/{made['id']}", json={field: value}),
    ):
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_the_library_is_read_only_and_trainers_change_their_own_alone(house: House) -> None:
    library = await house.owner.client.patch(f"/api/exercises/{SQUAT}", json={"name": "Mine"})
    assert (library.status_code, library.json()["code"]) == (409, "library_exercise")
    made = await add_exercise(house.trainer)
    url = f"/api/exercises/{made['id']}"
    assert (await house.other_trainer.client.get(url)).json()["editable"] is False
    other = await house.other_trainer.client.delete(url)
    assert (other.status_code, other.json()["code"]) == (403, "not_your_exercise")
    assert (await house.owner.client.patch(url, json={"level": "advanced"})).status_code == 200
    assert (await house.client.client.patch(url, json={"level": "advanced"})).status_code == 403
    assert (await house.client.client.get(url)).json()["editable"] is False


async def test_another_organization_neither_sees_nor_changes_them(house: House) -> None:
    made = await add_exercise(house.trainer, name="Secret Lift Vlk")
    stranger = await house.stoke.owner()
    url = f"/api/exercises/{made['id']}"
    assert made["id"] not in {item["id"] for item in await search(stranger, q="secret lift vlk")}
    for answer in (
        await stranger.client.get(url),
        await stranger.client.patch(url, json={"level": "advanced"}),
        await stranger.client.delete(url),
        await stranger.client.get(f"{url}/substitutes"),
    ):
        assert answer.status_code == 404
    with_it = await stranger.client.post("/api/exercises", json=form(substitutes=[made["id"]]))
    assert with_it.json()["errors"][0]["pointer"] == "/substitutes/0"
    assert (await house.stoke.client().get(url)).status_code == 401


async def test_substitutes_are_listed_in_their_order(house: House) -> None:
    answer = await house.client.client.get(f"/api/exercises/{SQUAT}/substitutes")
    assert answer.json()["items"][0]["name"] == "Front Squat"


async def test_a_list_takes_one_statement_however_long_it_is(house: House) -> None:
    counts: list[int] = []
    for limit in (5, 50):
        await search(house.trainer, q="squat", limit=limit)
        with count_statements(house.stoke) as sent:
            await search(house.trainer, q="squat", limit=limit)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 3


async def test_the_search_function_cannot_be_talked_into_another_organization(stoke: Stoke, house: House) -> None:
    await add_exercise(house.trainer, name="Hidden Gem Wqx")
    stranger = await stoke.owner()
    attacks = ["hidden gem wqx", "%", "%' OR true --", "hidden%", "", " "]
    async with stoke.runtime.database.read(stranger.organization_id) as read:
        for needle in attacks:
            rows = await read.all(text("SELECT id FROM search_exercises(:needle)"), {"needle": needle})
            own = await read.scalars(text("SELECT id FROM exercises"))
            library = await read.scalars(text("SELECT id FROM library_exercises"))
            assert {row["id"] for row in rows} <= {*own, *library}
    async with stoke.runtime.database.read(None) as read:
        rows = await read.all(text("SELECT id FROM search_exercises('hidden gem wqx')"))
        library = await read.scalars(text("SELECT id FROM library_exercises"))
        assert {row["id"] for row in rows} <= set(library)


async def test_the_app_can_neither_write_the_library_nor_shadow_the_search(stoke: Stoke, house: House) -> None:
    for attack in (
        "UPDATE library_exercises SET name = 'x'",
        "DELETE FROM exercise_categories",
        "INSERT INTO exercise_categories (id, slug, name, position) VALUES (gen_random_uuid(), 'x', 'x', 1)",
        "SET ROLE stoke_search",
        "CREATE FUNCTION public.word_similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 1::real'",
    ):
        async with stoke.runtime.database.read(house.owner.organization_id) as read:
            with pytest.raises(DBAPIError, match="permission denied"):
                await read.all(text(attack))


async def test_two_transactions_that_use_an_exercise_first_adopt_it_once(stoke: Stoke) -> None:
    owner = await stoke.owner()
    ids = {SQUAT, FRONT_SQUAT}

    async def use() -> set[Any]:
        async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
            return set(await adopt(session, ids))

    assert await asyncio.gather(*(use() for _ in range(5))) == [ids] * 5
    async with stoke.runtime.database.read(owner.organization_id) as read:
        assert set(await read.scalars(text("SELECT id FROM exercises"))) == ids
