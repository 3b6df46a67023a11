"""Today, planned workouts, history, records, charts, adherence, and figures on clients' records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.outbox.models import OutboxDelivery
from backend.domains.workouts import handlers
from backend.events.workouts import SessionFinished
from tests.clients.conftest import House
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke
from tests.training.conftest import new_program, workouts_of
from tests.training.documents import FRONT_SQUAT, SQUAT, document, prescription
from tests.workouts.phone import Phone, exercise, lift

BERLIN = ZoneInfo("Europe/Berlin")
Newcomer = tuple[Person, str]


def noon(days_ago: int) -> datetime:
    """Noon in Berlin some days ago (yesterday's is past at any hour)."""
    day = clock.today("Europe/Berlin") - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN).astimezone(UTC)


async def facts(house: House, client_id: str) -> dict[str, Any]:
    return (await house.owner.client.get(f"/api/clients/{client_id}")).json()["facts"]


def own_statements(sent: list[str]) -> list[str]:
    """Those of the request itself: whether the session stands is asked once a second, by whichever request comes."""
    return [statement for statement in sent if "user_sessions" not in statement]


async def records_of(person: Person, client_id: str) -> list[tuple[str, float, float | None]]:
    """The latest records that deserve a celebration, oldest first."""
    body = (await person.client.get(f"/api/clients/{client_id}/records")).json()
    return [(row["kind"], row["value"], row["previous_value"]) for row in body["recent"][::-1]]


async def assigned(house: House, client_id: str, content: dict[str, Any], days_ago: int) -> list[dict[str, Any]]:
    """Workouts of a program that began some days ago and trains every day."""
    start = clock.today("Europe/Berlin") - timedelta(days=days_ago)
    program = await new_program(
        house.trainer, content, client_id, start_on=start.isoformat(), training_days=[1, 2, 3, 4, 5, 6, 7]
    )
    return await workouts_of(house.trainer, program)


async def test_today_shows_the_workout_the_week_and_what_was_missed(
    stoke: Stoke, house: House, newcomer: Newcomer
) -> None:
    person, client_id = newcomer
    workouts = await assigned(house, client_id, document((7, 7)), days_ago=5)
    session = await Phone(person).start(clock.now() - timedelta(minutes=1))
    with count_statements(stoke) as sent:
        own = (await person.client.get("/api/today")).json()
    assert len(own_statements(sent)) <= 3
    today = clock.today("Europe/Berlin")
    assert own["date"] == today.isoformat()
    assert own["workout"]["id"] == workouts[5]["id"]
    assert own["workout"]["exercises"][0]["sets"] == 3
    assert own["next"]["id"] == workouts[6]["id"]
    assert [row["id"] for row in own["missed"]] == [row["id"] for row in workouts[4:1:-1]]
    assert own["in_progress"]["id"] == session["id"]
    assert [day["date"] for day in own["week"]] == [
        (today - timedelta(days=today.weekday()) + timedelta(days=n)).isoformat() for n in range(7)
    ]
    assert own["week_planned"] == sum(day["planned"] for day in own["week"])
    for staff in (house.trainer, house.owner):
        assert (await staff.client.get("/api/today", params={"client_id": client_id})).json() == own
    assert (await house.trainer.client.get("/api/today")).status_code == 404


async def test_a_workout_comes_with_last_times_sets_and_suggested_weights(house: House, newcomer: Newcomer) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    await phone.train(noon(9), (5, 90), (5, 95))
    await phone.train(noon(2), (5, 100), (4, 100))
    content = document((1,))
    lines = [
        prescription(SQUAT, load={"kind": "percent_1rm", "percent": 80}),
        prescription(SQUAT, load={"kind": "weight", "kg": 61.25}),
        prescription(SQUAT, load={"kind": "rpe", "rpe": 8}),
        prescription(FRONT_SQUAT, load={"kind": "percent_1rm", "percent": 80}),
    ]
    content["phases"][0]["weeks"][0]["days"][0]["blocks"] = [
        {"id": str(new_id()), "kind": "straight", "prescriptions": [line]} for line in lines
    ]
    workout = (await assigned(house, client_id, content, days_ago=0))[0]
    shown = (await person.client.get(f"/api/workouts/{workout['id']}")).json()
    guidance = shown["guidance"]
    assert [row["prescription_id"] for row in guidance] == [line["id"] for line in lines]
    assert [(row["reps"], row["weight_kg"]) for row in guidance[0]["last_time"]["sets"]] == [(5, 100), (4, 100)]
    loads = [
        row["suggested_load"] and (row["suggested_load"]["basis"], row["suggested_load"]["weight_kg"])
        for row in guidance
    ]
    # 5 × 100 kg suggests 116.667 kg; 80 % of it is 93.33 kg.
    assert loads == [("percent_1rm", 92.5), ("planned_weight", 61.25), ("last_time", 100), None]
    assert guidance[3]["last_time"] is None
    assert shown["log"] is None
    imperial = (await person.client.get(f"/api/workouts/{workout['id']}", params={"units": "imperial"})).json()
    # 205 lb, the nearest step of 5 lb to 205.76 lb.
    assert imperial["guidance"][0]["suggested_load"]["weight_kg"] == 92.986


async def test_records_are_found_and_not_falsely_found(newcomer: Newcomer) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    await phone.train(noon(20), (5, 100))
    assert await records_of(person, client_id) == []
    await phone.train(noon(18), (5, 100))
    assert await records_of(person, client_id) == []
    session = await phone.start(noon(1))
    log = exercise()
    sets = [
        lift(log, 10, 150, kind="warmup"),
        lift(log, 9, 120, number=2, deleted=True),
        lift(log, 9, 120, number=3, done_at=None),
        lift(log, 6, 100, number=4),
    ]
    preview = (await phone.send(session["id"], [log], sets))["records_preview"]
    assert [(row["kind"], row["set_id"], row["value"]) for row in preview] == [("estimated_1rm", sets[3]["id"], 120)]
    result = await phone.finish(session)
    found = [("estimated_1rm", 120, 116.667), ("reps_at_weight", 6, 5), ("session_volume", 600, 500)]
    assert sorted((row["kind"], row["value"], row["previous_value"]) for row in result["records"]) == found
    assert sorted(await records_of(person, client_id)) == found
    assert result["session"]["records_count"] == 3

    await phone.send(session["id"], [], [{**sets[3], "reps": 5, "revision": 2}])
    assert await records_of(person, client_id) == []
    full = (await person.client.get(f"/api/session-logs/{session['id']}")).json()
    assert (full["records"], full["session"]["records_count"]) == ([], 0)
    await phone.send(session["id"], [], [{**sets[3], "reps": 5, "revision": 3, "deleted": True}])
    assert (await person.client.get(f"/api/session-logs/{session['id']}")).json()["session"]["sets"] == 0


async def test_a_late_session_takes_the_baseline_and_moves_later_records(newcomer: Newcomer) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    await phone.train(noon(5), (5, 100))
    await phone.train(noon(3), (6, 100))
    await phone.train(noon(8), (8, 100))
    assert await records_of(person, client_id) == []
    bests = (await person.client.get(f"/api/clients/{client_id}/records")).json()["bests"]
    assert {row["value"] for row in bests[0]["records"]} == {126.667, 8, 800}
    history = (await person.client.get(f"/api/clients/{client_id}/workout-history")).json()["items"]
    assert [row["records_count"] for row in history] == [0, 0, 0]


async def test_history_is_paged_with_as_many_statements_for_any_page(
    stoke: Stoke, house: House, newcomer: Newcomer
) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    results = [await phone.train(noon(40 - n), (5, 50 + n)) for n in range(6)]
    expected = [result["session"]["id"] for result in results[::-1]]
    path = f"/api/clients/{client_id}/workout-history"
    counts: list[int] = []
    for limit in (2, 6):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            with count_statements(stoke) as sent:
                page = (
                    await house.trainer.client.get(
                        path, params={"limit": limit, **({"cursor": cursor} if cursor else {})}
                    )
                ).json()
            counts.append(len(own_statements(sent)))
            seen += [row["id"] for row in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == expected
    assert set(counts) == {3}
    assert page["items"][0]["exercises"][0]["best_weight_kg"] == 55
    assert (await house.trainer.client.get(path, params={"cursor": "!!"})).status_code == 422


async def test_one_exercise_over_time(newcomer: Newcomer) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    await phone.train(noon(10), (5, 100), (1, 118))
    await phone.train(noon(6), (12, 100))
    await phone.train(noon(2), (10, 90))
    path = f"/api/clients/{client_id}/exercises/{SQUAT}/history"

    async def points(**query: str) -> list[float]:
        body = (await person.client.get(path, params=query)).json()
        return [point["value"] for point in body["points"]]

    assert await points() == [118, 120]
    assert await points(metric="volume") == [618, 1200, 900]
    assert await points(metric="best_weight") == [118, 100, 90]
    assert await points(metric="reps") == [6, 12, 10]
    assert await points(metric="duration") == []
    first = noon(6).date().isoformat()
    assert await points(metric="volume", **{"from": first, "to": first}) == [1200]
    summary = (await person.client.get(path)).json()
    assert (summary["first"], summary["latest"], summary["best"], summary["sessions"]) == (118, 120, 120, 2)
    assert (await person.client.get(path, params={"from": "2026-02-02", "to": "2026-02-01"})).status_code == 422
    assert (await person.client.get(path.replace(str(SQUAT), str(new_id())))).status_code == 404
    listed = (await person.client.get(f"/api/clients/{client_id}/exercises")).json()["items"]
    assert [(row["sessions"], row["sets"], row["estimated_1rm_kg"]) for row in listed] == [(3, 4, 120)]
    last = (await person.client.get(f"/api/clients/{client_id}/exercises/{SQUAT}/last-time")).json()
    assert [entry["weight_kg"] for entry in last["last_time"]["sets"]] == [90]
    none = (await person.client.get(f"/api/clients/{client_id}/exercises/{FRONT_SQUAT}/last-time")).json()
    assert none["last_time"] is None


async def test_adherence_and_the_figures_on_the_record(stoke: Stoke, house: House, newcomer: Newcomer) -> None:
    person, client_id = newcomer
    workouts = await assigned(house, client_id, document((7,)), days_ago=4)
    phone = Phone(person)
    session = await phone.start(noon(4), workouts[0]["id"])
    await phone.finish(session)
    await phone.train(noon(3), (5, 100))
    body = (await person.client.get(f"/api/clients/{client_id}/adherence", params={"days": 28})).json()
    assert (body["done"], body["due"], body["percent"]) == (1, 4, 25)
    assert [day["state"] for day in body["days"][-5:]] == [1, 0, 0, 0, None]
    assert len(body["days"]) == 28
    await stoke.settle()
    shown = await facts(house, client_id)
    assert shown["adherence_28"] == 0.25
    assert shown["last_workout_on"] == noon(3).date().isoformat()
    assert shown["next_workout_on"] == clock.today("Europe/Berlin").isoformat()
    assert shown["streak_weeks"] >= 1


async def test_a_crash_before_the_handlers_and_a_repeat_leave_the_figures_right(
    stoke: Stoke, house: House, newcomer: Newcomer
) -> None:
    person, client_id = newcomer
    await stoke.settle()
    before = await facts(house, client_id)
    result = await Phone(person).train(noon(1), (5, 100))
    assert await facts(house, client_id) == before
    async with stoke.runtime.database.read(person.organization_id) as read:
        waiting = await read.scalars(select(OutboxDelivery.handler).where(OutboxDelivery.state == "open"))
    assert "workouts.handlers.count_finished" in waiting
    await stoke.settle()
    after = await facts(house, client_id)
    assert after["last_workout_on"] == result["session"]["local_date"]
    again = SessionFinished(
        organization_id=person.organization_id,
        client_id=result["session"]["client_id"],
        session_log_id=result["session"]["id"],
        client_member_id=None,
        trainer_member_id=None,
        workout_id=None,
        records=0,
    )
    async with stoke.runtime.database.write(person.organization_id) as session:
        await handlers.count_finished(session, again)
    assert await facts(house, client_id) == after


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2024-02-29T22:30:00Z", "Europe/Berlin", "2024-02-29"),
        ("2024-02-29T23:30:00Z", "Europe/Berlin", "2024-03-01"),
        # Clocks went forward at 01:00 UTC: the day has 23 hours.
        ("2026-03-29T21:59:00Z", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29T22:00:00Z", "Europe/Berlin", "2026-03-30"),
        # And back: 25 hours.
        ("2025-10-26T22:59:00Z", "Europe/Berlin", "2025-10-26"),
        ("2026-01-01T10:00:00Z", "Pacific/Kiritimati", "2026-01-02"),
        ("2026-01-01T09:00:00Z", "Pacific/Honolulu", "2025-12-31"),
    ],
)
async def test_a_session_belongs_to_the_day_on_the_phones_calendar(
    newcomer: Newcomer, moment: str, zone: str, day: str
) -> None:
    phone = Phone(newcomer[0], time_zone=zone)
    session = await phone.start(datetime.fromisoformat(moment))
    assert session["local_date"] == day
    assert (await phone.finish(session))["session"]["local_date"] == day
    assert date.fromisoformat(day)


async def test_an_invented_time_zone_is_refused(newcomer: Newcomer) -> None:
    body = {"id": str(new_id()), "started_at": clock.now().isoformat(), "time_zone": "Mars/Olympus"}
    assert (await newcomer[0].client.post("/api/session-logs", json=body)).status_code == 422


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2026-03-02T17:00:00"])
async def test_a_moment_of_a_broken_clock_or_without_a_zone_is_refused(newcomer: Newcomer, moment: str) -> None:
    body = {"id": str(new_id()), "started_at": moment, "time_zone": "Pacific/Honolulu"}
    assert (await newcomer[0].client.post("/api/session-logs", json=body)).status_code == 422
