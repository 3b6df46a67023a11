"""Two API nodes and two workers behind nginx, over one database, one Valkey, one folder of files and a mailbox."""

import asyncio
import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import asyncpg
import httpx

from backend.core.ids import new_id
from backend.core.settings import Settings
from backend.local.child import Child
from backend.local.services import DatabaseUrls
from tests.faults.processes import Running, answers, environment, free_port, mailbox, worker
from tests.scale import nginx
from tests.scale.packages import ROOT, Programs
from tests.support.stoke import PASSWORD, Person

WEB = ROOT / "frontend" / "dist"


@dataclass
class Node:
    """One API process; the same port when it is started again."""

    env: dict[str, str]
    port: int
    log: Path
    running: Running | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, unless it runs, and wait until it is ready."""
        if self.running is None or not self.running.alive():
            command = ["backend.cli", "api", "--host", "127.0.0.1", "--port", str(self.port)]
            self.running = Running(command, self.env, self.log)
        await answers(f"{self.url}/api/ready", self.running)

    async def replace(self) -> None:
        """As a deployment does: ended, and started again."""
        assert self.running is not None
        await asyncio.to_thread(self.running.stop)
        await self.start()

    def kill(self) -> None:
        """As the machine's power fails."""
        if self.running is not None and self.running.alive():
            self.running.kill()


@dataclass
class Cluster:
    """What runs. `url` is nginx; `settings` are those that the nodes share, `more` variables beside them."""

    settings: Settings
    urls: DatabaseUrls
    folder: Path
    programs: Programs
    more: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    workers: list[Running] = field(default_factory=list)
    mailbox_url: str = ""
    url: str = ""
    env: dict[str, str] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _start(self) -> None:
        smtp_port, port = free_port(), free_port()
        self.url = f"http://localhost:{port}"
        box, self.mailbox_url = await mailbox(self.folder / "box", smtp_port)
        self._stack.callback(box.kill)
        self.env = environment(
            self.settings,
            SMTP_URL=f"smtp://127.0.0.1:{smtp_port}",
            STOKE_MAILBOX_URL=self.mailbox_url,
            STOKE_BASE_URL=self.url,
            STOKE_DATA_DIR=str(self.folder / "shared"),
            STOKE_TRUSTED_PROXIES='["127.0.0.1/32"]',
            STOKE_JOB_LEASE_SECONDS="2",
            **self.more,
        )
        self.nodes = [Node(self.env, free_port(), self.folder / f"node-{name}.log") for name in "ab"]
        self._stack.callback(self._end)
        await asyncio.gather(*(node.start() for node in self.nodes))
        self.add_workers(2)
        addresses = [node.url.removeprefix("http://") for node in self.nodes]
        # A copy, since a build that is made under way takes the files of the one before it away.
        web = self.folder / "web"
        if WEB.exists():
            shutil.copytree(WEB, web)
        balancer: Child = nginx.start(self.programs, self.folder / "nginx", port, addresses, web)
        self._stack.callback(balancer.stop)
        await _reached(f"{self.url}/api/health", balancer)

    def add_workers(self, count: int) -> None:
        """More workers."""
        for _ in range(count):
            self.workers.append(worker(self.env, self.folder / f"worker-{len(self.workers)}.log"))

    def _end(self) -> None:
        for node in self.nodes:
            node.kill()
        for running in self.workers:
            if running.alive():
                running.kill()

    def client(self, base_url: str = "", address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        """A browser without a sign-in, through nginx unless told otherwise; `address` is the one it comes from."""
        transport = httpx.AsyncHTTPTransport(local_address=address)
        url = (base_url or self.url).replace("localhost", "127.0.0.1")
        return httpx.AsyncClient(base_url=url, transport=transport, headers=headers, timeout=20)

    def at(self, person: Person, node: Node) -> httpx.AsyncClient:
        """The same person at one node, past nginx."""
        return self.client(node.url, authorization=person.client.headers["authorization"])

    async def mail_to(self, email: str, part: str) -> str:
        """The first link with `part` in the newest mail to `email`, once it has come."""
        async with httpx.AsyncClient() as client, asyncio.timeout(60):
            while True:
                found = (await client.get(f"{self.mailbox_url}/api/messages", params={"to": email})).json()["items"]
                links: list[str] = [link for mail in found for link in mail["links"] if part in link]
                if links:
                    return links[0]
                await asyncio.sleep(0.05)

    async def owner(self) -> Person:
        """A new owner with a new organization, registered, confirmed and signed in through nginx."""
        email = f"owner-{new_id().hex[-12:]}@example.com"
        form = {"name": "Nora Berg", "email": email, "password": PASSWORD}
        form |= {"organization_name": "North Barbell", "time_zone": "Europe/Berlin"}
        async with self.client() as client:
            answer = await client.post("/api/auth/register", json=form)
            assert answer.status_code == 202, answer.text
            token = (await self.mail_to(email, "token=")).partition("token=")[2]
            answer = await client.post("/api/auth/verify-email", json={"token": token})
            assert answer.status_code == 200, answer.text
        return await self.sign_in(email)

    async def sign_in(self, email: str) -> Person:
        """Another device of theirs, its CSRF token set for sign-out."""
        client = self.client()
        answer = await client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
        me = (await client.get("/api/auth/me")).json()
        return Person(email, client, me)

    async def sql(self, statement: str, *arguments: Any) -> Any:
        """The first value of a statement, as the superuser."""
        admin = await asyncpg.connect(self.urls.admin)
        try:
            return await admin.fetchval(statement, *arguments)
        finally:
            await admin.close()


async def _reached(url: str, child: Child) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(10):
        while True:
            assert child.exit_code() is None, child.last_lines()
            try:
                if (await client.get(url)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
