"""Going to a provider and back, as a browser does."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from backend.core.ids import new_id
from tests.support.stoke import Stoke


def address() -> str:
    return f"robin-{new_id().hex[-12:]}@example.com"


async def chosen(url: str, email: str, **form: str) -> httpx.Response:
    """What the provider answers to somebody who chose an account there: the way back."""
    async with httpx.AsyncClient() as browser:
        return await browser.post(url, data={"email": email, "verified": "yes", "name": "Robin Keller", **form})


async def back(browser: httpx.AsyncClient, answer: httpx.Response) -> dict[str, str]:
    """Follow the provider's redirect; answers what Stoke's page is told."""
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["location"])
    found = await browser.get(f"{parts.path}?{parts.query}")
    assert found.status_code == 303
    page = urlsplit(found.headers["location"])
    assert page.path == "/external"
    assert not page.query
    return dict(parse_qsl(page.fragment))


async def begun(browser: httpx.AsyncClient, provider: str = "google", path: str = "/api/auth/external") -> str:
    answer = await browser.post(f"{path}/{provider}", json={} if path == "/api/auth/external" else None)
    assert answer.status_code == 200, answer.text
    return answer.json()["url"]


async def round_trip(browser: httpx.AsyncClient, email: str, provider: str = "google", **form: str) -> dict[str, str]:
    return await back(browser, await chosen(await begun(browser, provider), email, **form))


async def finish(browser: httpx.AsyncClient, ticket: str, **form: str) -> httpx.Response:
    return await browser.post("/api/auth/external/finish", json={"ticket": ticket, **form})


async def me(browser: httpx.AsyncClient, answer: httpx.Response) -> dict[str, Any]:
    token = answer.json()["access_token"]
    return (await browser.get("/api/auth/me", headers={"authorization": f"Bearer {token}"})).json()


async def signed_up(house: Stoke, email: str) -> httpx.AsyncClient:
    browser = house.client()
    ticket = (await round_trip(browser, email))["ticket"]
    assert (await finish(browser, ticket, organization_name="Iron Works")).status_code == 200
    return house.client()
