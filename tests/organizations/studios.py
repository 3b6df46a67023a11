"""People of one studio, for the tests of what concerns the studio itself."""

import httpx

from backend.core.ids import new_id
from tests.support.stoke import PASSWORD, Person, Stoke


async def staff(stoke: Stoke, owner: Person, role: str = "trainer") -> Person:
    """Somebody of the team, invited by the owner and signed in."""
    email = f"{role}-{new_id().hex[-12:]}@example.com"
    form = {"name": role.title(), "email": email, "role": role}
    answer = await owner.client.post("/api/members", json=form)
    assert answer.status_code == 201, answer.text
    return await join(stoke, email)


async def join(stoke: Stoke, email: str, password: str = PASSWORD) -> Person:
    """Take up the invitation in the newest mail to an address, and sign in."""
    await stoke.settle()
    async with stoke.client() as client:
        answer = await client.post(f"/api/invitations/{stoke.mails.link_to(email)}/accept", json={"password": password})
        assert answer.status_code == 200, answer.text
    await stoke.settle()
    client = stoke.client()
    client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return Person(email, client, (await client.get("/api/auth/me")).json())


async def client_of(stoke: Stoke, owner: Person) -> Person:
    """A client of the owner, invited and signed in."""
    email = f"client-{new_id().hex[-12:]}@example.com"
    made = await owner.client.post("/api/clients", json={"first_name": "Lena", "email": email})
    assert made.status_code == 201, made.text
    answer = await owner.client.post(f"/api/clients/{made.json()['id']}/invite")
    assert answer.status_code in {200, 202}, answer.text
    return await join(stoke, email)


async def open_joining(owner: Person, text: str | None = None) -> str:
    """Open the public page; answers the last part of its address."""
    answer = await owner.client.patch("/api/organization/join", json={"joinable": True, "join_text": text})
    assert answer.status_code == 200, answer.text
    return str(owner.me["organization"]["slug"])


async def ask_to_join(stoke: Stoke, slug: str, email: str, name: str = "Mia Sand") -> httpx.Response:
    """What somebody does on the public page, and the mail's way."""
    async with stoke.client() as stranger:
        answer = await stranger.post(f"/api/join/{slug}", json={"name": name, "email": email})
    await stoke.settle()
    return answer
