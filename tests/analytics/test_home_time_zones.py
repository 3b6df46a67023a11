"""The home of a studio whose clients live on other calendars."""

from datetime import timedelta

import pytest

from backend.core import clock
from tests.support.stoke import Stoke
from tests.workouts.conftest import new_client
from tests.workouts.phone import Phone

_NOON = clock.now().replace(hour=23, minute=0, second=0, microsecond=0)
"""In Pago Pago."""
_WEDNESDAY = _NOON + timedelta(days=7 + (3 - _NOON.isoweekday()) % 7)
"""One to come, since access tokens go by the clock on the wall."""


@pytest.mark.parametrize(("days_later", "counted"), [(0, 1), (4, 0)])
async def test_a_workout_of_a_calendar_ahead_counts_at_once_within_its_week(
    stoke: Stoke, days_later: int, counted: int
) -> None:
    """Apia is a whole day ahead of Pago Pago: at noon on Sunday there, a client in Apia trains in their next week."""
    with clock.at(_WEDNESDAY + timedelta(days=days_later)):
        owner = await stoke.owner(time_zone="Pacific/Pago_Pago")
        client, _ = await new_client(stoke, owner, time_zone="Pacific/Apia")
        phone = Phone(client, time_zone="Pacific/Apia")
        await phone.train(clock.now() - timedelta(hours=1), (5, 100))
        home = (await owner.client.get("/api/home")).json()

    assert home["figures"]["trained_this_week"] == counted
    assert home["figures"]["workouts_this_week"] == counted
    assert [item["kind"] for item in home["feed"]] == ["finished"]
