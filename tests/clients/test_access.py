"""Every route as everybody: nobody, another organization, another trainer, the client, the trainer, the owner."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.clients import service
from backend.domains.clients.service import Facts
from tests.clients.conftest import House, add, add_trainer

FORM = {"first_name": "Ana"}


async def _call(client: httpx.AsyncClient, route: str, client_id: str, house: House) -> httpx.Response:
    method, path = route.split(" ")
    body = None
    if method == "PUT":
        body = {**FORM, "trainer_member_id": str(house.trainer.member_id)}
    elif method == "PATCH":
        body = {"goal": "x"}
    elif path == "/clients":
        body = FORM
    return await client.request(method, "/api" + path.format(id=client_id), json=body)


BY_ID = {
    "GET /clients/{id}": 200,
    "PUT /clients/{id}": 200,
    "PATCH /clients/{id}": 200,
    "DELETE /clients/{id}": 200,
    "POST /clients/{id}/restore": 200,
    "POST /clients/{id}/invite": 422,
    "DELETE /clients/{id}/invite": 200,
}
"""And the answer to who may: the client has no e-mail address, so an invitation is not possible."""


@pytest.mark.parametrize("route", [*BY_ID, "POST /clients", "GET /clients/counts"])
async def test_nobody_is_asked_to_sign_in(house: House, route: str) -> None:
    async with house.stoke.client() as nobody:
        assert (await _call(nobody, route, house.client_id, house)).status_code == 401
        assert (await nobody.get("/api/clients")).status_code == 401


@pytest.mark.parametrize("route", BY_ID)
async def test_others_do_not_learn_that_a_client_exists(house: House, route: str) -> None:
    made = await add(house.trainer)
    stranger = await house.stoke.owner()
    for person in (stranger, house.other_trainer):
        answer = await _call(person.client, route, made["id"], house)
        assert answer.status_code == 404
        assert answer.json()["code"] == "client_not_found"
    assert (await house.owner.client.get(f"/api/clients/{made['id']}")).json() == made


@pytest.mark.parametrize("route", BY_ID)
async def test_trainer_and_owner_may(house: House, route: str) -> None:
    for person in (house.trainer, house.owner):
        made = await add(house.trainer)
        answer = await _call(person.client, route, made["id"], house)
        assert answer.status_code == BY_ID[route], answer.text


@pytest.mark.parametrize("route", [route for route in [*BY_ID, "POST /clients"] if not route.startswith("GET")])
async def test_a_client_changes_nothing(house: House, route: str) -> None:
    answer = await _call(house.client.client, route, house.client_id, house)
    assert answer.status_code == 403


async def test_a_client_sees_only_itself_and_not_what_staff_wrote(house: House) -> None:
    own = (await house.client.client.get(f"/api/clients/{house.client_id}")).json()
    assert own["first_name"] == "Mia"
    assert own["notes"] is None
    assert own["health_note"] is None
    assert (await house.client.client.get(f"/api/clients/{house.other_client_id}")).status_code == 404
    listed = (await house.client.client.get("/api/clients")).json()["items"]
    assert [row["id"] for row in listed] == [house.client_id]
    assert (await house.client.client.get("/api/clients/counts")).json()["active"] == 1
    for query, found in (("mia", 1), ("omar", 0)):
        answer = await house.client.client.get("/api/clients", params={"q": query})
        assert len(answer.json()["items"]) == found
    for person in (house.trainer, house.owner):
        record = (await person.client.get(f"/api/clients/{house.client_id}")).json()
        assert (record["notes"], record["health_note"]) == ("secret", "knee")


async def test_lists_and_searches_hold_what_one_sees(house: House) -> None:
    for person, expected in (
        (house.owner, {house.client_id, house.other_client_id}),
        (house.trainer, {house.client_id}),
        (house.other_trainer, {house.other_client_id}),
        (await house.stoke.owner(), set[str]()),
    ):
        listed = (await person.client.get("/api/clients", params={"limit": 100})).json()["items"]
        found = [
            row
            for query in ("mia", "omar")
            for row in (await person.client.get("/api/clients", params={"q": query})).json()["items"]
        ]
        for rows in (listed, found):
            assert {row["id"] for row in rows} & {house.client_id, house.other_client_id} == expected


async def test_a_trainer_cannot_hand_over_or_look_at_anothers_clients(house: House) -> None:
    other = str(house.other_trainer.member_id)
    made = await add(house.trainer)
    for answer in (
        await house.trainer.client.post("/api/clients", json={**FORM, "trainer_member_id": other}),
        await house.trainer.client.patch(f"/api/clients/{made['id']}", json={"trainer_member_id": other}),
        await house.trainer.client.put(f"/api/clients/{made['id']}", json={**FORM, "trainer_member_id": other}),
    ):
        assert answer.status_code == 403
        assert answer.json()["code"] == "client_hand_over_forbidden"
        assert answer.json()["errors"][0]["pointer"] == "/trainer_member_id"
    for params in ({"trainer": other}, {"trainer": other, "q": "o"}):
        assert (await house.trainer.client.get("/api/clients", params=params)).json()["items"] == []


async def test_an_owner_hands_over_and_only_to_people_who_work_here(house: House) -> None:
    made = await add(house.trainer)
    path = f"/api/clients/{made['id']}"
    stranger = await house.stoke.owner()
    for member in (stranger.member_id, house.client.member_id):
        answer = await house.owner.client.patch(path, json={"trainer_member_id": str(member)})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/trainer_member_id"

    other = str(house.other_trainer.member_id)
    answer = await house.owner.client.patch(path, json={"trainer_member_id": other})
    assert answer.json()["trainer"] == {"member_id": other, "name": "Olga Other"}
    assert (await house.trainer.client.get(path)).status_code == 404
    assert (await house.other_trainer.client.get(path)).status_code == 200


async def _with_results(house: House, client_id: str) -> None:
    day = clock.now().date() - timedelta(days=3)
    async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
        figures = Facts(
            client_id=UUID(client_id),
            week_done=2,
            week_planned=3,
            streak_weeks=3,
            adherence_28=0.5,
            last_workout_on=day,
        )
        await service.set_facts(session, [figures])


@pytest.mark.parametrize(
    ("permissions", "shown"),
    [
        ({}, (None, 0, 0, 0, None)),
        ({"adherence:read": "all"}, (None, 2, 3, 3, 0.5)),
        ({"history:read": "all"}, ("day", 0, 0, 0, None)),
        ({"history:read": "all", "adherence:read": "all"}, ("day", 2, 3, 3, 0.5)),
        ({"history:read": "assigned", "adherence:read": "assigned"}, (None, 0, 0, 0, None)),
    ],
)
async def test_lists_show_results_to_whom_the_role_shows_them(
    house: House, permissions: dict[str, str], shown: tuple[object, ...]
) -> None:
    """A front desk that sees clients and no results sees none in the columns of the list, nor by its order."""
    await _with_results(house, house.client_id)
    form = {"name": f"Desk {new_id().hex[-8:]}", "permissions": {"clients:read": "all", **permissions}}
    role = await house.owner.client.post("/api/roles", json=form)
    assert role.status_code == 201, role.text
    desk = await add_trainer(house.stoke, house.owner, "Dora Desk")
    given = await house.owner.client.post(f"/api/members/{desk.member_id}/role", json={"role": role.json()["id"]})
    assert given.status_code == 200, given.text
    house.stoke.forget_access()

    pages = {sort: await desk.client.get("/api/clients", params={"sort": sort}) for sort in ("name", "adherence")}
    rows = {sort: page.json()["items"] for sort, page in pages.items()}
    one = (await desk.client.get(f"/api/clients/{house.client_id}")).json()
    day = one["facts"]["last_workout_on"]
    for client in (one, next(row for row in rows["name"] if row["id"] == house.client_id)):
        facts = client["facts"]
        told = (day and "day", facts["week_done"], facts["week_planned"], facts["streak_weeks"], facts["adherence_28"])
        assert told == shown
    if None in shown:
        assert [row["id"] for row in rows["adherence"]] == [row["id"] for row in rows["name"]]


async def test_who_trains_a_client_sees_their_results_where_the_role_reaches_ones_own(house: House) -> None:
    await _with_results(house, house.client_id)
    mine = next(
        row for row in (await house.trainer.client.get("/api/clients")).json()["items"] if row["id"] == house.client_id
    )
    assert (mine["facts"]["streak_weeks"], mine["facts"]["adherence_28"]) == (3, 0.5)
    own = (await house.client.client.get(f"/api/clients/{house.client_id}")).json()
    assert own["facts"]["adherence_28"] == 0.5
