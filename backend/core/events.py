"""Events: facts that a domain tells others, after they were committed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from backend.core.clock import now
from backend.core.db.write import WriteSession
from backend.core.ids import new_id

_BASE = {"organization_id", "actor_id", "id", "occurred_at"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Carries organization, actor and ids: never tokens or personal values. May arrive in any order."""

    name: ClassVar[str] = ""
    version: ClassVar[int] = 1

    organization_id: UUID
    actor_id: UUID | None = None
    id: UUID = field(default_factory=new_id)
    occurred_at: datetime = field(default_factory=now)

    def topics(self) -> tuple[str, ...]:
        """Who is told live: `staff:all`, `staff:training`, `member:{id}`. Empty: nobody."""
        return ()

    def outdates(self) -> tuple[str, ...]:
        """Tags of kept answers that are no longer true: dropped when the event was committed, and by a delivery."""
        return ()

    def payload(self) -> dict[str, Any]:
        """The event's own fields, for storage and for live updates."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name not in _BASE}


Handler = Callable[[WriteSession, Any], Awaitable[None]]

_classes: dict[tuple[str, int], type[Event]] = {}
_adapters: dict[type[Event], TypeAdapter[Any]] = {}
_handlers: dict[str, Handler] = {}
_by_event: dict[str, list[str]] = {}


EventType = TypeVar("EventType", bound=type[Event])
HandlerType = TypeVar("HandlerType", bound=Handler)


def event(cls: EventType) -> EventType:
    """Register an event class, so that stored events can be read back."""
    key = (cls.name, cls.version)
    if not cls.name or key in _classes:
        raise RuntimeError(f"the event {key} has no name or is registered twice")
    _classes[key] = cls
    return cls


def registered(name: str) -> Callable[[HandlerType], HandlerType]:
    """Register a handler of core's own under a name, for deliveries that no event class asks for."""

    def register(handler: HandlerType) -> HandlerType:
        if name in _handlers:
            raise RuntimeError(f"the handler {name} is registered twice")
        _handlers[name] = handler
        return handler

    return register


def handles(cls: type[Event]) -> Callable[[HandlerType], HandlerType]:
    """Register a handler. It runs in a transaction of its own, once for each event, after a retry if need be."""

    def register(handler: HandlerType) -> HandlerType:
        name = f"{handler.__module__.removeprefix('backend.').removeprefix('domains.')}.{handler.__name__}"
        registered(name)(handler)
        _by_event.setdefault(cls.name, []).append(name)
        return handler

    return register


def handlers_of(name: str) -> tuple[str, ...]:
    """Names of the handlers of an event."""
    return tuple(_by_event.get(name, ()))


def handler(name: str) -> Handler:
    """A handler by name. Raises KeyError when the code that knew it is gone."""
    return _handlers[name]


def revive(row: dict[str, Any]) -> Event:
    """A stored event as an object again. Raises KeyError for an unknown name or version."""
    cls = _classes[(row["name"], row["version"])]
    adapter = _adapters.setdefault(cls, TypeAdapter(cls))
    return adapter.validate_python(
        {
            "organization_id": row["organization_id"],
            "actor_id": row["actor_id"],
            "id": row["id"],
            "occurred_at": row["occurred_at"],
            **row["payload"],
        }
    )
