"""Mails about an erasure that comes near."""

from datetime import timedelta

from backend.core import clock
from backend.domains.privacy.service import reminding
from tests.clients.conftest import House


async def test_the_person_is_reminded_7_days_and_1_day_before(house: House) -> None:
    def told() -> list[str]:
        return [
            one.subject
            for one in house.stoke.mails.messages
            if one.to == house.client.email and one.subject.startswith("Your data will be erased ")
        ]

    async def look(days: float) -> None:
        with clock.at(clock.now() + timedelta(days=days)):
            for _ in range(2):
                await reminding.remind(house.stoke.runtime.database, house.owner.organization_id)
        await house.stoke.settle()

    path = f"/api/clients/{house.client_id}/erasure"
    assert (await house.owner.client.post(path)).status_code == 202
    await look(20)
    assert told() == []
    await look(23)
    assert told() == ["Your data will be erased in 7 days"]
    assert "/me/account/privacy" in house.stoke.mails.last_to(house.client.email).text
    await look(29)
    assert told()[1:] == ["Your data will be erased tomorrow"]
    await look(30.5)
    assert len(told()) == 2
    assert (await house.client.client.delete("/api/privacy/mine/erasure")).status_code == 200
    assert (await house.owner.client.post(path)).status_code == 202
    assert (await house.owner.client.delete(path)).status_code == 200
    await look(29)
    assert len(told()) == 2, "what was taken back comes no nearer"
