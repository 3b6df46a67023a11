"""API keys: how they are written, checked and narrowed. Pure.

A key is `stoke_` + 43 characters that say which key of which organization it is + `_` + 43 characters of secret. So no
search across organizations is needed to find it, and its beginning, which is shown later, opens nothing.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from backend.core.access import Scope
from backend.core.crypto import new_token, token_hash
from backend.core.errors import FieldError, Unauthenticated
from backend.core.routing import KEY_PREFIX
from backend.domains.organizations.permissions import GROUPS, PERMISSIONS, Group, reach, within

LONGEST_LIFE = timedelta(days=366)
"""A key that nobody remembers should not open anything for ever."""

_NAME = 43
_SHOWN = 12
"""Enough to tell keys apart: the id of a key begins with its time and goes on at random."""
_LONGEST = len(KEY_PREFIX) + _NAME + 1 + 64


@dataclass(frozen=True, slots=True)
class Written:
    """A key as somebody sent it. Nothing of it is proved."""

    organization_id: UUID
    key_id: UUID
    secret: str


def write(organization_id: UUID, key_id: UUID) -> tuple[str, bytes]:
    """A new key with a new secret, and the hash of the secret to keep."""
    secret = new_token()
    return f"{KEY_PREFIX}{_name(organization_id, key_id)}_{secret}", token_hash(secret)


def shown(organization_id: UUID, key_id: UUID) -> str:
    """How the key begins, for people to tell keys apart."""
    return KEY_PREFIX + _name(organization_id, key_id)[:_SHOWN]


def _name(organization_id: UUID, key_id: UUID) -> str:
    return base64.urlsafe_b64encode(key_id.bytes + organization_id.bytes).rstrip(b"=").decode()


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
    return Written(organization_id=UUID(bytes=raw[16:]), key_id=UUID(bytes=raw[:16]), secret=secret)


def refusal(row: Mapping[str, Any], secret: str, now: datetime) -> str | None:
    """Why a secret does not open what the key `row` may open, as a word for the audit log; None: it does.

    It does when it is the key's own, or the one before the rotation, within its overlap, and its member is active.
    """
    given, before = token_hash(secret), row["previous_hash"]
    current = hmac.compare_digest(given, row["secret_hash"])
    if not current and (before is None or not hmac.compare_digest(given, before)):
        return "wrong_secret"
    if row["revoked_at"] is not None:
        return "key_revoked"
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return "key_expired"
    if not current and row["previous_until"] <= now:
        return "secret_replaced"
    return None if row["member_state"] == "active" else "member_inactive"


def narrowed(key: Mapping[str, str], member: Mapping[str, Scope]) -> Mapping[str, Scope]:
    """What a key may do: what was given to it, never beyond what its member may do now, and nothing sensitive."""
    found: dict[str, Scope] = {}
    for name, text in key.items():
        held = member.get(name)
        if held is not None and name in PERMISSIONS and not PERMISSIONS[name].sensitive:
            found[name] = min(Scope(text), held, key=reach)
    return MappingProxyType(found)


def refusals(asked: Mapping[str, Scope], held: Mapping[str, Scope]) -> list[FieldError]:
    """Why a member who may do `held` cannot give a key what is `asked`: nothing sensitive, nothing that they lack."""
    beyond = set(within(asked, held))
    reasons: list[FieldError] = []
    for name, scope in asked.items():
        permission = PERMISSIONS.get(name)
        if permission is None:
            reason = "There is no such permission."
        elif permission.sensitive:
            reason = "This asks for a proof of who one is, which a key cannot give."
        elif scope not in permission.scopes:
            reason = f"This reaches {' or '.join(permission.scopes)}."
        elif name in beyond:
            reason = "You may not do this yourself, or not as far."
        else:
            continue
        reasons.append(FieldError(f"/permissions/{name}", reason))
    return reasons


def givable(held: Mapping[str, Scope]) -> list[tuple[Group, list[tuple[str, str, list[Scope]]]]]:
    """What a member may give to a key: by group, each permission with its description and the scopes up to theirs."""
    found: list[tuple[Group, list[tuple[str, str, list[Scope]]]]] = []
    for group in GROUPS:
        rows = [
            (one.name, one.description, [scope for scope in one.scopes if reach(scope) <= reach(held[one.name])])
            for one in group.permissions
            if one.name in held and not one.sensitive
        ]
        if rows:
            found.append((group, rows))
    return found
