"""Finding clients by part of name, e-mail or phone; and what the definer function gives to whom."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.clients.conftest import House, add
from tests.support.stoke import Person, Stoke


@pytest.fixture(scope="module")
async def studio(stoke: Stoke) -> Person:
    owner = await stoke.owner(time_zone="Europe/Berlin")
    await add(owner, first_name="João", last_name="da Silva", email="js@lisbon.pt", phone="030 / 12 34-567")
    await add(owner, first_name="Joanna", last_name="Müller", email="jm_100%@example.com", phone="+1 (415) 555-0132")
    await add(owner, first_name="Łukasz", last_name="Øster", email="lo@example.com")
    await add(owner, first_name="Back\\slash", last_name="100%")
    return owner


async def _find(person: Person, **params: Any) -> list[str]:
    answer = await person.client.get("/api/clients", params=params)
    assert answer.status_code == 200, answer.text
    return [row["first_name"] for row in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Joao", ["João"]),
        ("joão", ["João"]),
        ("JOA\u0303O", ["João"]),
        ("oan", ["Joanna"]),
        ("jo", ["Joanna", "João"]),
        ("j", ["Joanna", "João"]),
        ("silva joao", ["João"]),
        ("joao muller", []),
        ("muller", ["Joanna"]),
        ("lukasz oster", ["Łukasz"]),
        ("lisbon", ["João"]),
        ("@example", ["Joanna", "Łukasz"]),
        ("030 1234567", ["João"]),
        ("+49 30 123", ["João"]),
        ("(0049)", []),
        ("1234", ["João"]),
        ("415-555", ["Joanna"]),
        ("+1 415", ["Joanna"]),
        ("100%", ["Back\\slash", "Joanna"]),
        ("%", []),
        ("_", []),
        ("j_", []),
        ("m_1", ["Joanna"]),
        ("jo%na", []),
        ("k\\s", ["Back\\slash"]),
        ("\\", []),
        ("'; DROP TABLE clients; --", []),
        ("%L", []),
        ("   ", ["Back\\slash", "Joanna", "João", "Łukasz"]),
        ("a b c d e f g h", []),
    ],
)
async def test_what_is_typed_finds_whom(studio: Person, query: str, found: list[str]) -> None:
    assert await _find(studio, q=query) == found


async def test_filters_hold_in_a_search_too(studio: Person) -> None:
    gone = await add(studio, first_name="Joachim", status="paused")
    assert await _find(studio, q="joa", status="paused") == ["Joachim"]
    assert await _find(studio, q="joa", status="active,archived") == ["Joanna", "João"]
    assert await _find(studio, q="joa", access="active") == []
    await studio.client.delete(f"/api/clients/{gone['id']}")
    assert await _find(studio, q="joa") == ["Joanna", "João"]
    assert await _find(studio, q="joa", status="archived") == ["Joachim"]
    assert await _find(studio, status=["archived", "paused"]) == ["Joachim"]
    for params in (
        {"status": "gone"},
        {"status": ""},
        {"sort": "shoe"},
        {"q": "x" * 201},
        {"q": "jo\x00ao"},
        {"trainer": "x"},
    ):
        assert (await studio.client.get("/api/clients", params=params)).status_code == 422


_CALL = "SELECT * FROM find_clients($1, NULL, '{active}', '{}', NULL, NULL, 'name', NULL, NULL, 100)"


async def test_the_function_answers_the_tenant_of_the_session_alone(house: House) -> None:
    stranger = await house.stoke.owner()
    theirs = await add(stranger, first_name="Mia")
    connection = await asyncpg.connect(house.stoke.urls.app)
    try:
        assert await connection.fetch(_CALL, ["mia"]) == []
        for organization, expected in (
            (house.owner.organization_id, house.client_id),
            (stranger.organization_id, theirs["id"]),
        ):
            await connection.execute("SELECT set_config('stoke.organization_id', $1, false)", str(organization))
            rows = await connection.fetch(_CALL, ["mia"])
            assert [row[0] for row in rows] == [UUID(expected)]
        attacks = ["') OR true --", "%' OR '1'='1", "\\' OR true --", "$$ OR true --"]
        for attack in attacks:
            assert await connection.fetch(_CALL, [attack]) == []
            bounded = "SELECT * FROM find_clients('{mia}', NULL, $1, '{}', NULL, $2, 'name', NULL, NULL, 100)"
            assert await connection.fetch(bounded, [attack], attack) == []
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetch(_CALL.replace("'name'", "'id; SELECT 1'"), ["mia"])
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SET ROLE stoke_search")
    finally:
        await connection.close()


async def test_only_the_app_may_call_the_function_and_it_reads_no_notes(house: House) -> None:
    connection = await asyncpg.connect(house.stoke.urls.system)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(_CALL, ["mia"])
    finally:
        await connection.close()
    connection = await asyncpg.connect(house.stoke.urls.owner)
    try:
        await connection.execute("SET ROLE stoke_search")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT notes FROM clients")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE clients SET status = 'paused'")
    finally:
        await connection.close()
