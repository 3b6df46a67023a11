"""Handlers that wait for somebody else's server have a lane of their own: one that hangs holds no other handler up."""

from contextlib import suppress
from typing import TypeVar

from backend.core.events import Handler, handler

HandlerType = TypeVar("HandlerType", bound=Handler)

_outside: set[Handler] = set()


def outside(handler: HandlerType) -> HandlerType:
    """Mark a handler that calls a provider. Write it above `@handles`."""
    _outside.add(handler)
    return handler


def is_outside(name: str) -> bool:
    """Whether the handler of this name calls a provider; a name that is known no more does not."""
    with suppress(KeyError):
        return handler(name) in _outside
    return False
