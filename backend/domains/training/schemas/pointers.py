"""Paths of faults as they stand in a document."""

from typing import Any, cast

from pydantic import ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import InitErrorDetails, PydanticCustomError

_LOAD_KINDS = frozenset({"weight", "percent_1rm", "rpe"})


def plain_pointers(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Validate; pydantic puts the kind of a load into a fault's path, and the pointer must name what stands there."""
    try:
        return validate(value)
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
