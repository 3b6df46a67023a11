"""What a log line holds: ids, and nothing of a person."""

import io
import logging
import os
import sys
from pathlib import Path

import httpx
import orjson
import pytest
import structlog

from backend.core.observability.context import current_ids
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


async def test_every_line_of_a_request_carries_its_ids_and_no_words_of_a_crash(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()

    async def crash(*arguments: object, **more: object) -> None:
        structlog.get_logger("stoke.planted").warning("planted")
        raise ValueError(PERSONAL["email"])

    monkeypatch.setattr("backend.domains.clients.router.service.create", crash)
    written = io.BytesIO()
    before = structlog.get_config()
    structlog.configure(
        logger_factory=structlog.BytesLoggerFactory(file=written),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    # Loggers of modules were bound when they were first used.
    for name in ("middleware.log", "problems.log"):
        monkeypatch.setattr(f"backend.core.{name}", structlog.get_logger())
    monkeypatch.setattr("backend.main.log", structlog.get_logger())
    try:
        answer = await owner.client.post(
            "/api/clients", json={"first_name": PERSONAL["name"], "email": PERSONAL["email"]}
        )
    finally:
        structlog.configure(**before)

    assert answer.status_code == 500
    text = written.getvalue().decode()
    lines = [orjson.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines] == ["planted", "request.crashed", "request"]
    for line in lines:
        assert line["request_id"] == answer.json()["request_id"]
        assert line["organization_id"] == str(owner.organization_id)
        assert line["user_id"] == str(owner.user_id)
    assert "ValueError" in lines[1]["exception"]
    assert "test_logs.py" in lines[1]["exception"]
    assert PERSONAL["email"] not in text
    assert PERSONAL["name"] not in text
    assert current_ids() == {}
