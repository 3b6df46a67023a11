"""What tests of the audit log ask it."""

from typing import Any

import pytest

from tests.clients.conftest import House, address, house
from tests.support.stoke import Person

__all__ = ["House", "address", "entries", "house"]


async def entries(reader: Person, **params: Any) -> list[dict[str, Any]]:
    """The newest entries that somebody sees."""
    answer = await reader.client.get("/api/audit", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.fixture(autouse=True)
def _registered(house: House) -> None:
    """Every test here has the studio."""
