"""Pages of clients in every order, with and without a search; figures; statements per list."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.domains.clients import service
from backend.domains.clients.service import Facts, NewClient
from tests.clients.conftest import add
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke

SORTS = ("name", "-created", "-last_workout", "adherence")
COUNT = 930
"""More than a search looks at one by one."""

RARE = range(0, COUNT, 30)
"""Places of those whom a search for "rare" finds: spread over every order but that by name, in which they are last."""


@pytest.fixture(scope="module")
async def crowd(stoke: Stoke) -> Person:
    """Clients of one name, but for the rare ones; many made at one moment and with the same or no figures."""
    owner = await stoke.owner()
    moment = clock.now()
    clients = [
        NewClient(
            first_name="Sam",
            last_name="Same Rare" if place in RARE else "Same",
            trainer_member_id=owner.member_id,
            created_at=moment - timedelta(seconds=place % 3),
        )
        for place in range(COUNT)
    ]
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        assert len(await service.add_many(session, clients)) == COUNT
        figures = [
            Facts(
                client_id=client.id,
                last_workout_on=None if place % 4 == 0 else date(2026, 1, 1 + place % 5),
                adherence_28=None if place % 3 == 0 else place % 7 / 7,
            )
            for place, client in enumerate(clients)
        ]
        await service.set_facts(session, figures)
    return owner


async def _walk(person: Person, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        sent = {**params, **({"cursor": cursor} if cursor else {})}
        answer = await person.client.get("/api/clients", params=sent)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return rows


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("wanted", "count"),
    [({}, COUNT), ({"q": "sam"}, COUNT), ({"q": "s"}, COUNT), ({"q": "rare", "limit": 7}, len(RARE))],
)
async def test_paging_loses_and_repeats_nobody(crowd: Person, sort: str, wanted: dict[str, Any], count: int) -> None:
    rows = await _walk(crowd, **{"sort": sort, "limit": 97, **wanted})
    assert len(rows) == len({row["id"] for row in rows}) == count
    if sort == "-created":
        assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)
    if sort == "-last_workout":
        days = [row["facts"]["last_workout_on"] or "" for row in rows]
        assert days == sorted(days, reverse=True)
    if sort == "adherence":
        shares = [2 if row["facts"]["adherence_28"] is None else row["facts"]["adherence_28"] for row in rows]
        assert shares == sorted(shares)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyJhIl0", "é", "WzEsMl0", "WyJhIiwiYiJd", "bnVsbA", "WyJcdTAwMDAiLDFd"]
)
@pytest.mark.parametrize("sort", SORTS)
async def test_a_broken_cursor_is_told(crowd: Person, cursor: str, sort: str) -> None:
    for query in ({}, {"q": "sam"}):
        answer = await crowd.client.get("/api/clients", params={"cursor": cursor, "sort": sort, **query})
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", [{}, {"q": "sam"}])
async def test_a_cursor_of_another_order_is_no_crash(crowd: Person, sort: str, query: dict[str, str]) -> None:
    for other in SORTS:
        cursor = (await crowd.client.get("/api/clients", params={"sort": other, "limit": 1})).json()["next_cursor"]
        answer = await crowd.client.get("/api/clients", params={"sort": sort, "cursor": cursor, **query})
        assert answer.status_code in {200, 422}


@pytest.mark.parametrize("query", [{}, {"q": "sam"}])
async def test_a_list_takes_the_same_few_statements_for_any_page(
    stoke: Stoke, crowd: Person, query: dict[str, str]
) -> None:
    await crowd.client.get("/api/clients")
    counted: list[int] = []
    for limit in (5, 50):
        with count_statements(stoke) as sent:
            answer = await crowd.client.get("/api/clients", params={"limit": limit, **query})
        assert len(answer.json()["items"]) == limit
        counted.append(len(sent))
    assert counted == [1, 1]


async def test_facts_are_replaced_and_shown(stoke: Stoke, crowd: Person) -> None:
    made = await add(crowd, first_name="Fay")
    figures = Facts(
        client_id=UUID(made["id"]),
        last_workout_on=date(2026, 2, 3),
        week_done=2,
        week_planned=3,
        streak_weeks=5,
        adherence_28=0.75,
        program_name="Base",
        program_ends_on=date(2026, 5, 1),
        next_workout_on=date(2026, 2, 5),
    )
    for facts, expected in (
        ([Facts(client_id=figures.client_id), figures], (2, 0.75, "Base")),
        ([figures], (2, 0.75, "Base")),
        ([Facts(client_id=figures.client_id)], (0, None, None)),
        ([], (0, None, None)),
    ):
        async with stoke.runtime.database.write(crowd.organization_id) as session:
            await service.set_facts(session, facts)
        seen = (await crowd.client.get(f"/api/clients/{made['id']}")).json()["facts"]
        assert (seen["week_done"], seen["adherence_28"], seen["program_name"]) == expected


async def test_facts_of_another_organizations_client_are_refused(stoke: Stoke, crowd: Person) -> None:
    stranger = await stoke.owner()
    theirs = await add(stranger)
    with pytest.raises(IntegrityError):
        async with stoke.runtime.database.write(crowd.organization_id) as session:
            await service.set_facts(session, [Facts(client_id=UUID(theirs["id"]), week_done=9)])
    assert (await stranger.client.get(f"/api/clients/{theirs['id']}")).json() == theirs


async def test_many_are_added_in_one_statement_without_those_whose_address_is_taken(stoke: Stoke) -> None:
    owner = await stoke.owner()
    clients = [
        NewClient(first_name=f"N{place}", trainer_member_id=owner.member_id, email=f"n{place % 90}@example.com")
        for place in range(100)
    ]
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        with count_statements(stoke) as sent:
            made = await service.add_many(session, clients)
        assert len(sent) == 1
        assert await service.add_many(session, []) == set()
    assert len(made) == 90
    assert (await owner.client.get("/api/clients/counts")).json()["active"] == 90
