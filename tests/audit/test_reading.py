"""The audit log as people read it: names, differences, filters, pages, and what is withheld from whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.audit import action, destroy_key, record
from backend.core.ids import new_id
from tests.audit.conftest import House, entries
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke

MOVED = action("tests.moved", "moved something")
RARE = action("tests.rare", "did something rare")


async def done(stoke: Stoke, person: Person, **about: Any) -> None:
    """A deed of somebody."""
    async with stoke.runtime.database.write(person.organization_id, person.user_id) as session:
        record(session, about.pop("what", MOVED), **about)


async def test_a_deed_is_shown_with_who_what_whom_and_the_difference(house: House) -> None:
    stoke, trainer = house.stoke, house.trainer
    client_id = await new_client(house, first_name="Ada", last_name="Byron")
    await done(
        stoke,
        trainer,
        subject=("client", client_id),
        person_id=client_id,
        changes={"status": ["active", "paused"], "rows": 3},
        personal={"last_name": ["Byron", "Lovelace"]},
        health=("health_note",),
    )
    entry = (await entries(house.owner, action="tests.moved"))[0]
    assert entry["text"] == "moved something"
    assert entry["actor"]["name"] == "Theo Trainer"
    assert entry["subject"] == {"kind": "client", "id": str(client_id), "name": "Ada Byron"}
    assert entry["person"] == {"id": str(client_id), "name": "Ada Byron"}
    assert {change["field"]: (change["before"], change["after"]) for change in entry["changes"]} == {
        "status": ("active", "paused"),
        "last_name": ("Byron", "Lovelace"),
    }
    assert (entry["facts"], entry["health_fields"], entry["withheld"]) == ({"rows": 3}, ["health_note"], None)

    async with stoke.runtime.database.write(house.owner.organization_id) as session:
        await destroy_key(session, client_id)
    entry = (await entries(house.owner, action="tests.moved"))[0]
    assert [change["field"] for change in entry["changes"]] == ["status"]
    assert entry["withheld"] == "erased"


async def new_client(house: House, **fields: Any) -> Any:
    from uuid import UUID

    answer = await house.owner.client.post("/api/clients", json=fields)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])
