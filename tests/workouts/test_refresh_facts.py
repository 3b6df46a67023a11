"""Figures on clients' records lapse with the calendar, without anybody doing anything."""

from datetime import UTC, datetime, timedelta

from backend.core import clock
from backend.demo.accounts import OWNER, PASSWORD
from backend.demo.seed import seed
from backend.domains.organizations.service import organizations_at
from backend.domains.workouts.tasks import refresh_facts
from tests.support.stoke import Stoke


async def test_a_week_later_the_week_is_empty_and_a_month_later_the_streak_is_gone(stoke: Stoke) -> None:
    await seed(stoke.runtime.database)
    owner = await stoke.sign_in(OWNER.email, PASSWORD)

    async def facts() -> list[dict[str, float | None]]:
        answer = await owner.client.get("/api/clients", params={"limit": 100})
        return [row["facts"] for row in answer.json()["items"]]

    before = await facts()
    with clock.at(clock.now() + timedelta(days=30)):
        assert await refresh_facts(stoke.runtime.database, owner.organization_id) == 40
    after = await facts()

    assert any(row["streak_weeks"] for row in before)
    assert not any(row["streak_weeks"] or row["week_done"] for row in after)
    assert [row["last_workout_on"] for row in after] == [row["last_workout_on"] for row in before]


async def test_an_organization_is_found_by_the_hour_on_its_own_clock(stoke: Stoke) -> None:
    berlin = await stoke.owner(time_zone="Europe/Berlin")
    auckland = await stoke.owner(time_zone="Pacific/Auckland")

    with clock.at(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)):
        found = await organizations_at(stoke.runtime.database, {0})
    assert berlin.organization_id in found
    assert auckland.organization_id not in found
