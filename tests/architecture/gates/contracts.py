"""Rules of what leaves a domain: events (rule 3), errors (rule 9), and how time is kept (rule 7)."""

import re
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import DateTime, MetaData

from backend.core.errors import StokeError
from backend.core.events import Event

FACTS = (UUID, int, bool, date, datetime, type(None))


def events(classes: Iterable[type[Event]], listed: Mapping[str, str]) -> list[str]:
    """Events carry ids, numbers, days and named states: no free text, so no token and no personal value."""
    found: list[str] = []
    seen: set[str] = set()
    for cls in classes:
        hints = get_type_hints(cls)
        for field in fields(cls):
            place = f"{cls.__name__}.{field.name}"
            if _is_fact(hints[field.name]):
                continue
            seen.add(place)
            if place not in listed:
                found.append(f"{place}: an event carries ids and facts, not {hints[field.name]}")
        if cls.name and not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", cls.name):
            found.append(f"{cls.__name__}: its name {cls.name!r} is not domain.what_happened")
    return found + [f"{place}: listed, and needs no listing" for place in sorted(set(listed) - seen)]


def errors(classes: Iterable[type[StokeError]]) -> list[str]:
    """Each error has a code of its own that programs can rely on, a status and a title for people."""
    own = [cls for cls in classes if "code" in vars(cls)]
    counts = Counter(cls.code for cls in own)
    found = [f"{cls.__name__}: the code {cls.code!r} is another error's too" for cls in own if counts[cls.code] > 1]
    for cls in classes:
        if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", cls.code):
            found.append(f"{cls.__name__}: the code {cls.code!r} is not in snake_case")
        if not 400 <= cls.status < 600 or not cls.title.strip():
            found.append(f"{cls.__name__}: has no status of an error, or no title")
        if cls.__module__.startswith("backend.domains.") and "code" not in vars(cls):
            found.append(f"{cls.__name__}: has no code of its own")
    return found


def times(metadata: MetaData) -> list[str]:
    """Every time is kept with its zone, in UTC."""
    return [
        f"{table.name}.{column.name}: a time without a zone"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, DateTime) and not column.type.timezone
    ]


def below(cls: type[Any]) -> Iterator[type[Any]]:
    """Every subclass that our code has."""
    for child in cls.__subclasses__():
        if child.__module__.startswith("backend."):
            yield child
        yield from below(child)


def _is_fact(hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return True
    if origin in {types.UnionType, tuple} or str(origin) == "typing.Union":
        return all(_is_fact(part) for part in get_args(hint) if part is not Ellipsis)
    return hint in FACTS or (isinstance(hint, type) and issubclass(hint, Enum))
