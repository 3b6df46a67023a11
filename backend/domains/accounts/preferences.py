"""What people choose about what they are told, and when: pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

Channel: TypeAlias = Literal["email"]
"""Ways to reach somebody. Others come with the parts that can use them."""

CHANNELS: tuple[Channel, ...] = ("email",)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notification. An essential one reaches the person whatever they chose, and at any hour."""

    name: str
    title: str
    text: str
    channels: frozenset[Channel]
    """Where it goes unless the person chose otherwise."""
    essential: bool = False


_EMAIL: frozenset[Channel] = frozenset({"email"})

NEW_DEVICE = Kind(
    "account.new_device",
    "A sign-in from a new device",
    "Also when one of your sign-ins was copied, and when your password was changed.",
    _EMAIL,
    essential=True,
)
MEMBER_JOINED = Kind(
    "members.joined",
    "Somebody has joined",
    "A client or a colleague took up your invitation; for owners, also a client who signed up at the public page.",
    _EMAIL,
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in (NEW_DEVICE, MEMBER_JOINED)})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person chose. `channels` holds only what differs from the kinds' own; quiet hours are on their clock."""

    channels: Mapping[str, Mapping[str, bool]]
    quiet_from: time | None
    quiet_until: time | None
    time_zone: str


def wishes_of(user: Mapping[str, Any]) -> Wishes:
    """The wishes in a row of `users`."""
    return Wishes(user["notifications"], user["quiet_from"], user["quiet_until"], user["time_zone"])


def wanted(kind: Kind, channel: Channel, wishes: Wishes) -> bool:
    """Whether the person wants this kind on this channel."""
    if kind.essential:
        return channel in kind.channels
    return wishes.channels.get(kind.name, {}).get(channel, channel in kind.channels)


def due(kind: Kind, channel: Channel, wishes: Wishes, now: datetime) -> datetime | None:
    """When to tell the person: `now`, the end of their quiet hours, or never (None)."""
    if not wanted(kind, channel, wishes):
        return None
    return now if kind.essential else _end_of_quiet(wishes, now)


def _end_of_quiet(wishes: Wishes, now: datetime) -> datetime:
    start, end = wishes.quiet_from, wishes.quiet_until
    if start is None or end is None or start == end:
        return now
    local = now.astimezone(ZoneInfo(wishes.time_zone))
    clock = local.time().replace(tzinfo=None)
    over_midnight = start > end
    if not (clock >= start or clock < end if over_midnight else start <= clock < end):
        return now
    day = local.date() + timedelta(days=1) if over_midnight and clock >= start else local.date()
    return datetime.combine(day, end, local.tzinfo).astimezone(now.tzinfo)
