"""Keyset pages over real rows: mixed directions, equal keys, and cursors that somebody made up."""

import base64
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import Integer, String, column, select, values
from sqlalchemy import Uuid as UuidType

from backend.core.errors import Invalid
from backend.core.ids import new_id
from backend.core.pagination import Keyset
from tests.support.stoke import Person, Stoke
from tests.training.documents import template

ROWS = [
    (name, number, UUID(int=index)) for index, (name, number) in enumerate((n, k) for n in "aabbc" for k in (1, 1, 2))
]
TABLE = values(column("name", String), column("number", Integer), column("id", UuidType), name="rows").data(ROWS)


def _keyset(name_descends: bool, number_descends: bool) -> Keyset:
    return Keyset(
        "rows",
        (TABLE.c.name, "name", str, name_descends),
        (TABLE.c.number, "number", int, number_descends),
        (TABLE.c.id, "id", UUID, False),
    )


@pytest.mark.parametrize("limit", [1, 2, 4, 7, 100])
@pytest.mark.parametrize("name_descends", [True, False])
@pytest.mark.parametrize("number_descends", [True, False])
async def test_pages_show_every_row_once_in_order(
    stoke: Stoke, limit: int, name_descends: bool, number_descends: bool
) -> None:
    keyset = _keyset(name_descends, number_descends)
    seen: list[dict[str, Any]] = []
    cursor: str | None = None
    async with stoke.runtime.database.read(None) as read:
        while True:
            rows = await read.all(keyset.page(select(TABLE), limit, cursor))
            page = keyset.cut(rows, limit)
            seen += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break

    def rank(row: dict[str, Any]) -> tuple[int, int, int]:
        name, number = ord(row["name"]), row["number"]
        return (-name if name_descends else name, -number if number_descends else number, row["id"].int)

    assert len(seen) == len(ROWS)
    assert seen == sorted(seen, key=rank)


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


FORGED = [
    "",
    "x",
    "not base64 !!",
    "é",
    "\U0001f4a5",
    _cursor({}),
    _cursor([]),
    _cursor(None),
    _cursor("a"),
    _cursor(["a", "b", "c", "d", "e"]),
    _cursor([None, None]),
    _cursor([{}, []]),
    _cursor([True, 1]),
    _cursor(["a\x00b", str(new_id())]),
    _cursor(["a", "no id"]),
    _cursor(["a", 10**18]),
    _cursor([10**18, "x"]),
    _cursor(["a" * 300, "9" * 50]),
    base64.urlsafe_b64encode(b'["\\ud800","x"]').decode(),
    base64.urlsafe_b64encode(b"[" * 300).decode(),
    base64.urlsafe_b64encode(b"[NaN,1e999]").decode(),
    "A" * 501,
]


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.mark.parametrize("sort", ["name", "-created", "-last_workout", "adherence"])
@pytest.mark.parametrize("cursor", FORGED)
async def test_a_made_up_cursor_is_a_422_that_names_it(owner: Person, sort: str, cursor: str) -> None:
    answer = await owner.client.get("/api/clients", params={"cursor": cursor, "sort": sort})

    assert answer.status_code == 422, answer.text
    assert (answer.json()["errors"][0]["in"], answer.json()["errors"][0]["pointer"]) == ("query", "/cursor")


CLIENTS = [("/api/clients", {"sort": sort}) for sort in ("name", "-created", "-last_workout", "adherence")]
TEMPLATES = [("/api/templates", {"sort": sort}) for sort in ("name", "-updated", "-created")]
LISTS = [*CLIENTS, *TEMPLATES, ("/api/exercises", {}), ("/api/exercises", {"q": "squat"})]


async def test_a_cursor_goes_on_in_its_own_list_and_in_no_other(owner: Person) -> None:
    for number in range(2):
        assert (await owner.client.post("/api/clients", json={"first_name": f"No {number}"})).status_code == 201
        assert (await owner.client.post("/api/templates", json=template(name=f"No {number}"))).status_code == 201
    cursors: list[str] = []
    for path, query in LISTS:
        cursors.append((await owner.client.get(path, params={**query, "limit": 1})).json()["next_cursor"])

    went_on: set[tuple[int, int]] = set()
    for of, cursor in enumerate(cursors):
        for to, (path, query) in enumerate(LISTS):
            answer = await owner.client.get(path, params={**query, "limit": 1, "cursor": cursor})
            if answer.status_code == 200:
                went_on.add((of, to))
            else:
                assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/cursor")
    assert went_on == {(place, place) for place in range(len(LISTS))}


def test_a_cursor_of_the_other_direction_is_refused() -> None:
    row = {"name": "a", "number": 1, "id": UUID(int=1)}
    cursor = _keyset(False, False).cut([row, row], 1)["next_cursor"]

    assert _keyset(False, False).values(cursor) == ["a", 1, UUID(int=1)]
    with pytest.raises(Invalid):
        _keyset(False, True).values(cursor)


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e3", "x", "9" * 400, ""])
async def test_a_limit_out_of_range_is_a_422(owner: Person, limit: str) -> None:
    answer = await owner.client.get("/api/clients", params={"limit": limit})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/limit")


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, 2**63), (int, -(10**19)), (float, "nan"), (float, "inf"), (Decimal, "NaN"), (Decimal, "Infinity")],
)
def test_numbers_that_the_database_cannot_compare_are_refused(kind: type, value: object) -> None:
    keyset = Keyset("rows", (TABLE.c.number, "number", kind, False))
    # As text: orjson writes no integer this large, though it reads one.
    written = f'["{keyset.tag}",{value}]' if kind is int else f'["{keyset.tag}","{value}"]'
    with pytest.raises(Invalid):
        keyset.values(base64.urlsafe_b64encode(written.encode()).decode())
