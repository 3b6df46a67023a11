"""The log as a file: whole, filtered, safe to open, and itself in the log."""

import csv
import io
from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.audit import action, record
from backend.core.ids import new_id
from backend.domains.audit.service import exporting
from tests.audit.conftest import House, entries

LISTED = action("tests_export.listed", "listed something")


async def list_some(house: House, count: int) -> str:
    subject = new_id()
    async with house.stoke.runtime.database.write(house.owner.organization_id, house.owner.user_id) as session:
        for number in range(count):
            record(session, LISTED, subject=("thing", subject), facts={"n": number})
    return str(subject)


async def test_json_holds_every_entry_over_all_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 4)
    subject = await list_some(house, 10)
    answer = await house.owner.client.get("/api/audit/export", params={"format": "json", "subject": subject})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith('.json"')
    assert answer.headers["cache-control"] == "no-store"
    assert [entry["facts"]["n"] for entry in answer.json()] == list(range(9, -1, -1))
    one_by_one = await entries(house.owner, subject=subject, limit=100)
    assert answer.json() == one_by_one


async def test_an_empty_export_is_still_a_file(house: House) -> None:
    for kind, content in (("json", "[\n]\n"), ("csv", ",".join(exporting.HEAD) + "\r\n")):
        answer = await house.owner.client.get("/api/audit/export", params={"format": kind, "subject": str(new_id())})
        assert answer.text.removeprefix("\ufeff") == content


async def test_csv_starts_no_formula_in_a_spreadsheet(house: House) -> None:
    name = '=SUM("A1","B9")'
    client = (await house.owner.client.post("/api/clients", json={"first_name": name, "last_name": "X"})).json()["id"]
    answer = await house.owner.client.get("/api/audit/export", params={"person": client})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    [row] = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert row["action"] == "clients.created"
    assert row["subject_name"] == f"'{name} X"
    assert row["actor_name"] == "Nora Berg"
    assert name.replace('"', '\\"') in row["changes"]
    for start in ("=", "+", "-", "@", "\t", "\r"):
        assert exporting.cell(f"{start}1").startswith("'")


async def test_an_export_is_a_deed_and_says_what_was_taken(house: House) -> None:
    subject = await list_some(house, 1)
    await house.owner.client.get("/api/audit/export", params={"subject": subject, "action": "tests_export"})
    told = (await entries(house.owner, action="audit.exported"))[0]
    assert told["facts"] == {"format": "csv", "subject_id": subject, "actions": "tests_export.listed"}
    assert told["actor"]["user_id"] == str(house.owner.user_id)


async def test_an_export_asks_for_a_recent_proof(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(await entries(house.owner, action="audit.exported"))
    later = clock.now() + timedelta(minutes=11)
    with monkeypatch.context() as patched:
        patched.setattr("backend.core.routing.clock.now", lambda: later)
        answer = await house.owner.client.get("/api/audit/export")
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_required")
    assert len(await entries(house.owner, action="audit.exported")) == before


@pytest.mark.parametrize("params", [{"format": "xml"}, {"action": "nonsense"}, {"since": "today"}])
async def test_bad_questions_are_refused_and_no_deed(house: House, params: dict[str, str]) -> None:
    before = len(await entries(house.owner, action="audit.exported"))
    assert (await house.owner.client.get("/api/audit/export", params=params)).status_code == 422
    assert len(await entries(house.owner, action="audit.exported")) == before
