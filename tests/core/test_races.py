"""A write that the database undoes in favour of another one is run again, and has its effect once."""

import pytest
from sqlalchemy.exc import DBAPIError

from backend.core.db.races import ATTEMPTS, StartOver
from backend.core.db.write import WriteSession
from backend.domains.organizations import service
from backend.domains.organizations.schemas import OrganizationPatch
from tests.support.stoke import Stoke


class _Deadlock(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize(("losses", "status"), [(1, 200), (ATTEMPTS - 1, 200), (ATTEMPTS, 503)])
@pytest.mark.parametrize(
    "error", [DBAPIError("UPDATE", None, _Deadlock()), StartOver()], ids=["deadlock", "start over"]
)
async def test_a_lost_race_is_run_again_and_then_told(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch, losses: int, status: int, error: Exception
) -> None:
    owner = await stoke.owner()
    change = service.update_organization
    left = losses

    async def lose(session: WriteSession, patch: OrganizationPatch) -> None:
        nonlocal left
        await change(session, patch)
        if left > 0:
            left -= 1
            raise error

    monkeypatch.setattr(service, "update_organization", lose)

    answer = await owner.client.patch("/api/organization", json={"name": "South Barbell"})

    assert answer.status_code == status
    name = (await owner.client.get("/api/organization")).json()["name"]
    assert name == ("South Barbell" if status == 200 else "North Barbell")
