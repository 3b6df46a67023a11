"""Who the home shows as training now."""

from datetime import timedelta

import pytest

from backend.core import clock
from tests.support.stoke import Stoke
from tests.workouts.conftest import new_client
from tests.workouts.phone import Phone


@pytest.mark.parametrize(("hours_ago", "shown"), [(3.9, ["training"]), (4.1, [])])
async def test_a_workout_that_was_left_open_is_not_shown_as_training(
    stoke: Stoke, hours_ago: float, shown: list[str]
) -> None:
    owner = await stoke.owner()
    client, _ = await new_client(stoke, owner)
    await Phone(client).start(clock.now() - timedelta(hours=hours_ago))

    home = (await owner.client.get("/api/home")).json()

    assert [item["kind"] for item in home["feed"]] == shown


async def test_a_workout_that_was_left_open_and_finished_late_is_shown(stoke: Stoke) -> None:
    owner = await stoke.owner()
    client, _ = await new_client(stoke, owner)
    phone = Phone(client)
    session = await phone.start(clock.now() - timedelta(hours=5))
    await phone.finish(session)

    home = (await owner.client.get("/api/home")).json()

    assert [item["kind"] for item in home["feed"]] == ["finished"]
