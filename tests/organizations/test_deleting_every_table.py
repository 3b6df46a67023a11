"""A deleted organization leaves no row in any table that there is or will be, and its neighbour loses none."""

import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from backend.core.crypto import FieldCipher
from backend.core.db.base import Base, partitioned
from backend.core.db.database import Database
from backend.core.ports import Ports
from backend.domains.organizations import deleting
from backend.domains.privacy.service.exports import forget_all
from backend.local.services import DatabaseUrls, Services
from tests.architecture.conftest import ORGANIZATIONS
from tests.architecture.gates.database import Connection
from tests.architecture.gates.filling import fill, row_id
from tests.architecture.gates.tables import is_tenant

TENANTS = [table.name for table in Base.metadata.sorted_tables if is_tenant(table)]
AGE_OUT = set(partitioned())
"""These hold ids, and personal values under keys that are deleted; whole months of them are dropped."""


@pytest.fixture(scope="module")
async def urls(services: Services, template_database: str) -> AsyncIterator[DatabaseUrls]:
    name = "deleting_" + secrets.token_hex(6)
    yield await services.create_database(name, template=template_database)
    await services.drop_database(name)


async def counts(admin: Connection, of: object) -> dict[str, int]:
    return {
        name: int(await admin.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id = $1", of) or 0)
        for name in TENANTS
        if name not in AGE_OUT
    }


async def test_nothing_is_left_and_nothing_else_is_missing(urls: DatabaseUrls, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = ORGANIZATIONS
    admin: Connection = await asyncpg.connect(urls.admin)
    await fill(admin, ORGANIZATIONS)
    await admin.execute("SET session_replication_role = replica")
    for organization, state, until in ((ours, "deleting", datetime.now(UTC)), (theirs, "active", None)):
        await admin.execute(
            "UPDATE organizations SET id = $1, state = $2, delete_after = $3, brand_accent = NULL, "
            "idle_minutes = NULL, absolute_hours = NULL WHERE id = $4",
            organization,
            state,
            until,
            row_id(organization),
        )
    # More rows than one batch takes.
    for _ in range(4):
        await admin.execute(
            "INSERT INTO members (organization_id, id, role, state, name) "
            "SELECT $1, gen_random_uuid(), 'client', 'invited', 'Mia'",
            ours,
        )
    await admin.execute("SET session_replication_role = origin")
    before = await counts(admin, theirs)
    assert set((await counts(admin, ours)).values()) == {1, 5}

    monkeypatch.setattr(deleting, "BATCH", 2)
    database = Database(urls.app, urls.system, Ports(cipher=FieldCipher({"k": bytes(32)})), pool=2)
    try:
        assert await deleting.delete_due(database, forget_all) == 1
    finally:
        await database.close()

    assert set((await counts(admin, ours)).values()) == {0}
    assert await counts(admin, theirs) == before
    assert await admin.fetchval("SELECT array_agg(id) FROM organizations") == [theirs]
    await admin.close()
