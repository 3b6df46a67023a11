"""A studio to work in: its owner signs up as everybody does, with the link from the mail."""

import asyncio
import base64
import json
import re
import secrets
from dataclasses import dataclass
from uuid import UUID

import httpx

from backend.chaos.house import House

_PASSWORD = secrets.token_urlsafe(18)


@dataclass(frozen=True, slots=True)
class Owner:
    """Signed in for an hour: longer than any run."""

    token: str
    organization_id: UUID
    member_id: UUID


async def sign_up(house: House) -> Owner:
    """A new organization with its owner."""
    email = f"owner-{secrets.token_hex(6)}@example.com"
    form = {
        "name": "Nora Berg",
        "email": email,
        "password": _PASSWORD,
        "organization_name": "Storm",
        "time_zone": "UTC",
    }
    async with httpx.AsyncClient(base_url=house.apis[0].url, timeout=20) as client:
        (await client.post("/api/auth/register", json=form)).raise_for_status()
        token = await _token_from_mail(house, email)
        (await client.post("/api/auth/verify-email", json={"token": token})).raise_for_status()
        signed_in = await client.post("/api/auth/login", json={"email": email, "password": _PASSWORD})
        access: str = signed_in.raise_for_status().json()["access_token"]
    claims = json.loads(base64.urlsafe_b64decode(access.split(".")[1] + "=="))
    return Owner(access, UUID(claims["org"]), UUID(claims["mid"]))


async def _token_from_mail(house: House, email: str) -> str:
    async with asyncio.timeout(30):
        while True:
            for path in house.mail_folder.glob("*.eml"):
                text = path.read_text(errors="replace").replace("=\n", "").replace("=3D", "=")
                if email in text and (found := re.search(r"token=([\w-]+)", text)):
                    return found.group(1)
            await asyncio.sleep(0.1)


async def add_clients(house: House, owner: Owner, count: int) -> list[str]:
    """Ids of new clients, for phones to log for."""
    headers = {"authorization": f"Bearer {owner.token}"}
    ids: list[str] = []
    async with httpx.AsyncClient(base_url=house.apis[0].url, timeout=20, headers=headers) as client:
        for number in range(count):
            answer = await client.post("/api/clients", json={"first_name": "Phone", "last_name": str(number)})
            ids.append(answer.raise_for_status().json()["id"])
    return ids
