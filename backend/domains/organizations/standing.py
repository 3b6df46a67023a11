"""What a sign-in may do just now: pure rules over one row of a session, its membership and its organization."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from backend.core.access import Scope
from backend.domains.organizations.errors import (
    HeldBack,
    OrganizationClosing,
    OrganizationSuspended,
    SecondFactorMissing,
)
from backend.domains.organizations.permissions import PERMISSIONS
from backend.domains.organizations.roles import CUSTOM, ROLES

SECOND_FACTORS = frozenset({"totp", "recovery_code", "passkey"})
"""Methods of a sign-in that count as a second factor: a passkey is two in one."""


def session_ended(row: Mapping[str, Any], now: datetime) -> bool:
    """Whether a session is over: revoked, past its time, or past what its organization allows."""
    if row["revoked_at"] is not None or row["expires_at"] <= now:
        return True
    absolute, idle = row["absolute_hours"], row["idle_minutes"]
    if absolute is not None and row["signed_in_at"] + timedelta(hours=absolute) <= now:
        return True
    return idle is not None and row["last_used_at"] + timedelta(minutes=idle) <= now


def held_back(row: Mapping[str, Any]) -> type[HeldBack] | None:
    """Why somebody may do less than their role allows, if so."""
    if row["organization_state"] == "suspended":
        return OrganizationSuspended
    if row["organization_state"] == "deleting":
        return OrganizationClosing
    if row["second_factor_required"] and row["role"] != "client" and SECOND_FACTORS.isdisjoint(row["methods"]):
        return SecondFactorMissing
    return None


def permissions_of(role: str, own: Mapping[str, str] | None) -> Mapping[str, Scope]:
    """What a built-in role may do, or the organization's own one, whose permissions are `own`.

    What the registry no longer knows is left out.
    """
    if role != CUSTOM:
        return ROLES[role]
    return MappingProxyType({name: Scope(scope) for name, scope in (own or {}).items() if name in PERMISSIONS})
