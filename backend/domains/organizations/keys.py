"""API keys: how they are written, checked and narrowed. Pure.

A key is `stoke_` + 43 characters that say which key of which organization it is + `_` + 43 characters of secret. So no
search across organizations is needed to find it, and what is shown of it later cannot be used.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.core.access import Scope
from backend.core.crypto import new_token, token_hash
from backend.core.errors import Unauthenticated
from backend.core.routing import KEY_PREFIX
from backend.domains.organizations.permissions import PERMISSIONS, reach

_NAME = 43
_LONGEST = len(KEY_PREFIX) + _NAME + 1 + 64


@dataclass(frozen=True, slots=True)
class Written:
    """A key as somebody sent it. Nothing of it is proved."""

    organization_id: UUID
    key_id: UUID
    secret: str


def write(organization_id: UUID, key_id: UUID) -> tuple[str, bytes]:
    """A new key with a new secret, and the hash of the secret to keep."""
    name = base64.urlsafe_b64encode(organization_id.bytes + key_id.bytes).rstrip(b"=").decode()
    secret = new_token()
    return f"{KEY_PREFIX}{name}_{secret}", token_hash(secret)


def shown(key_id: UUID) -> str:
    """What a list shows of a key, for people to tell keys apart."""
    return f"{KEY_PREFIX}…{key_id.hex[-6:]}"


def read(text: str) -> Written:
    """The parts of a key. Raises `Unauthenticated` for what cannot be one."""
    name, secret = text[len(KEY_PREFIX) :][:_NAME], text[len(KEY_PREFIX) + _NAME + 1 :]
    separated = text[len(KEY_PREFIX) + _NAME : len(KEY_PREFIX) + _NAME + 1] == "_"
    if not text.startswith(KEY_PREFIX) or not separated or not secret or len(text) > _LONGEST or not text.isascii():
        raise Unauthenticated("This is not an API key.")
    try:
        raw = base64.b64decode(f"{name}=", altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise Unauthenticated("This is not an API key.") from error
    return Written(UUID(bytes=raw[:16]), UUID(bytes=raw[16:]), secret)


def opens(row: Mapping[str, Any], secret: str, now: datetime) -> bool:
    """Whether a secret is that of the key `row` now, or the one before the rotation, within its overlap."""
    if row["revoked_at"] is not None or (row["expires_at"] is not None and row["expires_at"] <= now):
        return False
    given = token_hash(secret)
    if hmac.compare_digest(given, row["secret_hash"]):
        return True
    before = row["previous_hash"]
    return before is not None and row["previous_until"] > now and hmac.compare_digest(given, before)


def narrowed(key: Mapping[str, str], member: Mapping[str, Scope]) -> Mapping[str, Scope]:
    """What a key may do: what was given to it, never beyond what its member may do now, and nothing sensitive."""
    found: dict[str, Scope] = {}
    for name, text in key.items():
        held = member.get(name)
        if held is not None and name in PERMISSIONS and not PERMISSIONS[name].sensitive:
            found[name] = min(Scope(text), held, key=reach)
    return MappingProxyType(found)
