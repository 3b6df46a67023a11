"""How a phone or a browser asks: any process of the API, again when no answer came, with the same ids and keys."""

import asyncio
import random
from typing import Any

import httpx

from backend.chaos.ledger import Ledger

TRY_SECONDS = 12.0
PATIENCE_SECONDS = 60.0
_CLEAN = {"unavailable", "storage_full"}


class RefusedError(Exception):
    """An answer that the actor did not expect; the ledger holds it already."""


class Door:
    """Requests of one signed-in person. Not for two writes at once."""

    def __init__(self, urls: list[str], token: str, ledger: Ledger, dice: random.Random) -> None:
        self.urls = urls
        self.token = token
        self.ledger = ledger
        self._dice = dice
        self._client = httpx.AsyncClient(timeout=TRY_SECONDS, headers={"authorization": f"Bearer {token}"})

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def write(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, once: bool = False
    ) -> dict[str, Any] | None:
        """Send until it is accepted. None: no answer, so that nobody knows; with `once`, after a single try.

        Raises RefusedError for an answer that is neither an acceptance nor a clean "not now".
        """
        ends = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            answer = await self._try(method, path, body, key)
            if answer is not None:
                return answer
            if once:
                return None
            if asyncio.get_running_loop().time() > ends:
                self.ledger.wrong.append(f"{method} {path}: not accepted within {PATIENCE_SECONDS:.0f} s")
                return None
            await asyncio.sleep(self._dice.uniform(0.1, 0.4))

    async def _try(self, method: str, path: str, body: Any, key: str | None) -> dict[str, Any] | None:
        headers = {"idempotency-key": key} if key else {}
        url = self._dice.choice(self.urls)
        try:
            answer = await self._client.request(method, url + path, json=body, headers=headers)
        except httpx.TransportError as error:
            self.ledger.answers[type(error).__name__] += 1
            return None
        self.ledger.answers[str(answer.status_code)] += 1
        if answer.is_success:
            self.ledger.accepted += 1
            return answer.json() if answer.content else {}
        problem = answer.json() if answer.headers.get("content-type") == "application/problem+json" else {}
        if answer.status_code in (503, 507) and problem.get("code") in _CLEAN and answer.headers.get("retry-after"):
            return None
        self.ledger.wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        raise RefusedError(path)
