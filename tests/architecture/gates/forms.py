"""Rules of what comes in: every model of a request body, and every model within one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from fastapi import FastAPI
from pydantic import BaseModel, ValidationError

from tests.architecture.gates.routes import flat

_WRONG: dict[type, tuple[object, ...]] = {
    int: ("1", True, 1.0),
    bool: (1, "true"),
    float: ("1", True),
    date: (0, "0", "2026-03-02T00:00:00", True),
    datetime: (0, "0", "1767225600", True),
    str: (1, True),
}
"""What pydantic would make a value of the type from, though the sender meant something else."""
_MANY = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A type within a field's annotation, and how many lists are around it."""

    kind: type
    depth: int


def bodies(app: FastAPI) -> list[type[BaseModel]]:
    """Each model that is read from a body, once, those within others included."""
    found: dict[type[BaseModel], None] = {}
    waiting = [
        leaf.kind
        for route in flat(app.routes)
        if getattr(route, "dependant", None) is not None
        for field in route.dependant.body_params
        for leaf in _leaves(field.field_info.annotation)
    ]
    while waiting:
        kind = waiting.pop()
        if issubclass(kind, BaseModel) and kind not in found:
            found[kind] = None
            waiting += [leaf.kind for field in kind.model_fields.values() for leaf in _leaves(field.annotation)]
    return sorted(found, key=lambda model: model.__name__)


def open_forms(models: list[type[BaseModel]]) -> list[str]:
    """Models that take fields they do not know: a misspelt one would be lost without a word."""
    return [
        f"{model.__name__}: takes unknown fields: derive it from backend.core.forms.Form"
        for model in models
        if model.model_config.get("extra") != "forbid"
    ]


def lax_fields(models: list[type[BaseModel]]) -> list[str]:
    """Fields that take a value of another type for their own."""
    return [
        f"{model.__name__}.{name}: takes {value!r} for a {leaf.kind.__name__}: use a type of backend.core.forms"
        for model in models
        for name, field in model.model_fields.items()
        for leaf in _only(list(_leaves(field.annotation)))
        for value in _WRONG.get(leaf.kind, ())
        if _takes(model, field.alias or name, value, leaf.depth)
    ]


def _only(leaves: list[_Leaf]) -> list[_Leaf]:
    # What is wrong for one type of a union may be right for another.
    return leaves if len({leaf.kind for leaf in leaves}) == 1 else []


def _takes(model: type[BaseModel], name: str, value: object, depth: int) -> bool:
    for _ in range(depth):
        value = [value]
    try:
        model.model_validate({name: value})
    except ValidationError as error:
        return not any(line["loc"][:1] == (name,) for line in error.errors())
    return True


def _leaves(annotation: Any, depth: int = 0) -> Iterator[_Leaf]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _leaves(get_args(annotation)[0], depth)
    elif origin is Union or origin is UnionType:
        for part in get_args(annotation):
            yield from _leaves(part, depth)
    elif origin in _MANY:
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from _leaves(part, depth + 1)
    elif origin is not Literal and isinstance(annotation, type) and annotation is not type(None):
        yield _Leaf(annotation, depth)
