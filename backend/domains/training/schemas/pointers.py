"""Paths of faults as they stand in a document that came in."""

from collections.abc import Iterator
from typing import Any, TypeAlias, cast

from pydantic import ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import InitErrorDetails, PydanticCustomError

from backend.core.forms import can_be_seen

Place: TypeAlias = tuple[int | str, ...]

_LOAD_KINDS = frozenset({"weight", "percent_1rm", "rpe"})


def plain_pointers(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Validate; pydantic puts the kind of a load into a fault's path, and the pointer must name what stands there."""
    try:
        checked = validate(value)
    except ValidationError as error:
        lines: list[InitErrorDetails] = []
        for line in error.errors(include_url=False, include_context=False):
            path = line["loc"]
            # The message is a finished sentence; braces in it must not be read as a template.
            kind = PydanticCustomError(cast(Any, line["type"]), "{advice}", {"advice": line["msg"]})
            plain = tuple(
                part for at, part in enumerate(path) if not (at and path[at - 1] == "load" and part in _LOAD_KINDS)
            )
            lines.append(InitErrorDetails(type=kind, loc=plain, input=None))
        raise ValidationError.from_exception_data("document", lines) from None
    unseen = list(_unseen(value, ()))
    if unseen:
        kind = PydanticCustomError("unseen", "Use at least one letter, digit or sign that can be seen.")
        raise ValidationError.from_exception_data(
            "document", [InitErrorDetails(type=kind, loc=place, input=None) for place in unseen]
        )
    return checked


def _unseen(part: object, place: Place) -> Iterator[Place]:
    """Where a phase, a week or a day of a document that is otherwise right has a name that nobody sees."""
    if not isinstance(part, dict):
        return
    known = cast(dict[str, Any], part)
    name = known.get("name")
    if isinstance(name, str) and name.strip() and not can_be_seen(name):
        yield (*place, "name")
    for below in ("phases", "weeks", "days"):
        for at, item in enumerate(known.get(below, ())):
            yield from _unseen(item, (*place, below, at))
