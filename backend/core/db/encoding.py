"""JSON on its way to and from the database."""

from typing import Any

import orjson


def dumps(value: Any) -> str:
    """As text for a json or jsonb parameter."""
    # The driver's ids are a subclass of UUID, which orjson does not take for one.
    return orjson.dumps(value, default=str).decode()


loads = orjson.loads
