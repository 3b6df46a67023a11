"""`Idempotency-Key` on POST: the answer is kept in the same transaction as the effect, and a repeat gets it again."""

import hashlib
from datetime import timedelta
from typing import TypedDict
from uuid import UUID, uuid5

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.clock import now
from backend.core.db.base import Base, Tenant
from backend.core.db.encrypted import encrypted
from backend.core.db.storage import QUEUE
from backend.core.db.write import WriteSession
from backend.core.errors import Conflict, FieldError, Invalid

KEPT = timedelta(hours=48)
_NAMESPACE = UUID("6f0b5c1e-6d0c-4f4e-9a58-3d9f1c5c2b7a")
_MAX_LENGTH = 255


class IdempotencyKey(Tenant, Base):
    """A key that was used. Its id is made from person, route and key, so the primary key itself refuses a second."""

    __tablename__ = "idempotency_keys"
    __storage__ = QUEUE

    request_hash: Mapped[bytes]
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(info=encrypted())
    content_type: Mapped[str | None]


class _Place(TypedDict):
    place: str
    organization_id: UUID
    row_id: UUID


class KeyReused(Conflict):
    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request"


class StoredAnswer(Exception):
    """Raised to leave the route early with the first answer. Not an error."""

    def __init__(self, status: int, body: bytes, content_type: str) -> None:
        super().__init__(status)
        self.status, self.body, self.content_type = status, body, content_type


def key_id(user_id: UUID, route: str, key: str) -> UUID:
    """The row's id. Raises `Invalid` for a key that is empty or too long."""
    if not key.strip() or len(key) > _MAX_LENGTH:
        raise Invalid(errors=[FieldError("/Idempotency-Key", f"Use 1 to {_MAX_LENGTH} characters.", "header")])
    return uuid5(_NAMESPACE, f"{user_id}|{route}|{key}")


async def claim(session: WriteSession, row_id: UUID, body: bytes) -> None:
    """Take the key, waiting for a request that is under way with it.

    Raises `StoredAnswer` for a repeat and `KeyReused` (409) when the body differs.
    """
    request_hash = hashlib.sha256(body).digest()
    made = await session.scalar(
        insert(IdempotencyKey)
        .values(organization_id=session.organization_id, id=row_id, request_hash=request_hash)
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.id)
    )
    if made is not None:
        return
    row = await session.first(
        select(
            IdempotencyKey.request_hash,
            IdempotencyKey.status,
            IdempotencyKey.body,
            IdempotencyKey.content_type,
        ).where(IdempotencyKey.organization_id == session.organization_id, IdempotencyKey.id == row_id)
    )
    if row is None or row["request_hash"] != request_hash:
        raise KeyReused("Send a new key for a new request, or the same body to see the first answer.")
    sealed = bytes(row["body"] or b"").decode()
    body = session.ports.cipher.decrypt(sealed, **_place(session, row_id)).encode() if sealed else b""
    raise StoredAnswer(row["status"] or 200, body, row["content_type"] or "application/json")


async def keep(session: WriteSession, row_id: UUID, status: int, body: bytes, content_type: str) -> None:
    """Keep the answer beside its effect, encrypted: it may hold what is encrypted where it belongs."""
    sealed = session.ports.cipher.encrypt(body.decode(), **_place(session, row_id)).encode() if body else b""
    await session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.organization_id == session.organization_id, IdempotencyKey.id == row_id)
        .values(status=status, body=sealed, content_type=content_type)
    )


def _place(session: WriteSession, row_id: UUID) -> _Place:
    return {"place": "idempotency_keys.body", "organization_id": session.organization_id, "row_id": row_id}


async def forget_old(session: WriteSession) -> None:
    """Drop keys past their time, in all organizations (nightly, under the system role)."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))
