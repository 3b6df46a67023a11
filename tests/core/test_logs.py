"""What a log line holds: ids, and nothing of a person."""

import os
import sys
from pathlib import Path

import httpx
import orjson

from tests.faults.processes import api, environment
from tests.support.stoke import Stoke

PERSONAL = {
    "name": "Zwetschgenwald Querulantius",
    "email": "distinctive.address@example.com",
    "password": "unforgettable password 9471",
    "organization_name": "Kessel & Hantel Nirgendheim",
}


async def test_a_sign_up_and_a_sign_in_leave_ids_and_nothing_else(stoke: Stoke, tmp_path: Path) -> None:
    running, base = await api(environment(stoke.settings), tmp_path / "api.log")
    try:
        async with httpx.AsyncClient(base_url=base) as client:
            assert (await client.post("/api/auth/register", json={**PERSONAL, "time_zone": "UTC"})).status_code == 202
            await stoke.settle()
            token = stoke.mails.link_to(PERSONAL["email"])
            assert (await client.post("/api/auth/verify-email", json={"token": token})).status_code == 200
            form = {"email": PERSONAL["email"], "password": PERSONAL["password"]}
            signed_in = await client.post("/api/auth/login", json=form)
            access = signed_in.json()["access_token"]
            me = (await client.get("/api/auth/me", headers={"authorization": f"Bearer {access}"})).json()
            await client.get("/api/clients?q=Zwetschgenwald", headers={"authorization": f"Bearer {access}"})
            await client.post("/api/auth/login", json={**form, "password": "wrong " + PERSONAL["password"]})
            await client.get(f"/api/invitations/{token}")
            await client.get(f"/invite/{token}")
    finally:
        running.kill()
    text = running.text()
    lines = [orjson.loads(line) for line in text.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]

    for secret in (*PERSONAL.values(), "Zwetschgenwald", token, access, signed_in.cookies["stoke_refresh"]):
        assert secret not in text
    seen = next(line for line in requests if line["path"] == "/api/auth/me")
    assert (seen["user_id"], seen["organization_id"]) == (me["user"]["id"], me["organization"]["id"])
    assert seen["request_id"]
    assert (seen["method"], seen["status"]) == ("GET", 200)
    assert os.fspath(sys.executable) not in text
