"""From a change to the screens: a thousand tabs of one studio, each of a sign-in of its own."""

import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from fastapi import FastAPI

from backend.bench.datasets import owner_email
from backend.bench.paths import Recorder
from backend.bench.sockets import Told
from backend.bench.stand import ROOT, Served
from backend.core.ids import new_id
from backend.core.runtime import Runtime

SOCKETS = 1_000
CHANGES = 20
P99_MS = 500


@dataclass(frozen=True, slots=True)
class Tabs:
    """What the sockets need."""

    tokens: list[str]
    token: str
    clients: list[str]


async def tabs(app: FastAPI, admin_url: str) -> Tabs:
    """Sign-ins of the owner of the studio of 1,000, and clients of it to be changed."""
    recorder = Recorder(app)
    token = await recorder.sign_in(owner_email(1_000))
    runtime: Runtime = app.state.runtime
    claims = runtime.tokens.read(token)
    sessions = [new_id() for _ in range(SOCKETS)]
    await _sign_ins(admin_url, claims.user_id, claims.organization_id, sessions)
    found = await recorder.client.get(f"/api/clients?limit={CHANGES}", headers={"Authorization": f"Bearer {token}"})
    issue = runtime.tokens.issue
    return Tabs(
        [issue(claims.user_id, session, claims.organization_id, claims.member_id) for session in sessions],
        token,
        [row["id"] for row in found.json()["items"]],
    )


async def _sign_ins(admin_url: str, user_id: UUID, organization_id: UUID, sessions: list[UUID]) -> None:
    ends = datetime.now(UTC) + timedelta(days=1)
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.copy_records_to_table(
            "user_sessions",
            columns=("id", "user_id", "organization_id", "user_agent", "address", "remembered", "expires_at"),
            records=[(session, user_id, organization_id, "bench", "127.0.0.1", False, ends) for session in sessions],
        )
    finally:
        await admin.close()


def fan_out(stoke: Served, wanted: Tabs) -> dict[str, Any]:
    """Milliseconds from sending a change to each of the sockets, over all changes."""
    job = {"urls": stoke.addresses, **asdict(wanted)}
    answer = subprocess.run(
        [sys.executable, "-m", "backend.bench.sockets"],
        input=orjson.dumps(job),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return {"target": P99_MS, **asdict(Told(**orjson.loads(answer.stdout)))}
