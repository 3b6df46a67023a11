"""A Stoke in this process, driven over its ASGI interface, with people to act as."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import httpx

from backend.core.ids import new_id
from backend.core.outbox.relay import Relay, deliver
from backend.core.ports import MailMessage
from backend.core.runtime import Runtime
from backend.core.settings import Settings
from backend.domains.organizations.authenticator import MembershipAuthenticator
from backend.local.services import DatabaseUrls
from backend.main import create_app

PASSWORD = "correct horse battery"


@dataclass
class Outbox:
    """A mail port that keeps what it was given."""

    messages: list[MailMessage] = field(default_factory=list)

    async def send(self, message: MailMessage) -> None:
        self.messages.append(message)

    async def arrival(self, email: str) -> None:
        """Wait for a mail that a relay in the background may be delivering."""
        async with asyncio.timeout(5):
            while not any(message.to == email.lower() for message in self.messages):
                await asyncio.sleep(0.01)

    def last_to(self, email: str) -> MailMessage:
        """The newest mail to an address."""
        return next(message for message in reversed(self.messages) if message.to == email.lower())

    def link_to(self, email: str) -> str:
        """The token in the newest mail's link."""
        found = re.search(r"(?:token=|/invite/)([\w-]+)", self.last_to(email).text)
        assert found is not None
        return found.group(1)


@dataclass
class Person:
    """Somebody signed in: `client` sends their token."""

    email: str
    client: httpx.AsyncClient
    me: dict[str, Any]

    @property
    def organization_id(self) -> UUID:
        return UUID(self.me["organization"]["id"])

    @property
    def member_id(self) -> UUID:
        return UUID(self.me["member_id"])

    @property
    def user_id(self) -> UUID:
        return UUID(self.me["user"]["id"])


class Stoke:
    """The app with its lifespan. `settle` does what the relay and the worker would do, in this task."""

    def __init__(self, settings: Settings, urls: DatabaseUrls) -> None:
        self.settings = settings
        self.urls = urls
        self.app = create_app(settings)
        self.mails = Outbox()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.app.router.lifespan_context(self.app))
        ports = self.runtime.ports
        object.__setattr__(ports, "mail", self.mails)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def runtime(self) -> Runtime:
        return self.app.state.runtime

    def client(self, headers: Mapping[str, str] | None = None, *, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """A browser without a sign-in, at a network address."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://stoke.test", headers=dict(headers or {}))

    def forget_access(self) -> None:
        """What a second does: remembered memberships are looked up anew."""
        self.runtime.authenticator = MembershipAuthenticator(self.runtime.database)

    async def settle(self) -> int:
        """Relay and deliver until nothing is open; answers how many deliveries ran. A handler's error is raised."""
        count = 0

        async def run(organization_id: str, delivery_id: str, _attempt: int) -> None:
            waiting.append((UUID(organization_id), UUID(delivery_id)))

        relay = Relay(self.runtime.database, self.runtime.redis, run)
        while True:
            waiting: list[tuple[UUID, UUID]] = []
            moved = await relay.once()
            for organization_id, delivery_id in waiting:
                count += await deliver(self.runtime.database, organization_id, delivery_id)
            if not moved:
                return count

    async def sign_in(self, email: str, password: str = PASSWORD) -> Person:
        """Sign in with a password."""
        client = self.client()
        answer = await client.post("/api/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        me = (await client.get("/api/auth/me")).json()
        return Person(email, client, me)

    async def owner(self, *, name: str = "Nora Berg", time_zone: str = "Europe/Berlin") -> Person:
        """A new owner with a new organization, confirmed and signed in."""
        email = f"owner-{new_id().hex[-12:]}@example.com"
        async with self.client() as client:
            answer = await client.post(
                "/api/auth/register",
                json={
                    "name": name,
                    "email": email,
                    "password": PASSWORD,
                    "organization_name": "North Barbell",
                    "time_zone": time_zone,
                },
            )
            assert answer.status_code == 202, answer.text
            await self.settle()
            await self.mails.arrival(email)
            answer = await client.post("/api/auth/verify-email", json={"token": self.mails.link_to(email)})
            assert answer.status_code == 200, answer.text
        return await self.sign_in(email)
