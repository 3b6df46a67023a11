"""PATCH: what was sent, and which fields may be cleared by null."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel

from backend.core.errors import FieldError, Invalid


def changes(form: BaseModel, *, clearable: Collection[str] = (), leave_out: Collection[str] = ()) -> dict[str, Any]:
    """The fields that were sent, as JSON values. Raises `Invalid` for a null that clears what is required."""
    sent = form.model_dump(mode="json", exclude_unset=True, exclude=set(leave_out))
    cleared = [name for name, value in sent.items() if value is None and name not in clearable]
    if cleared:
        raise Invalid(
            errors=[FieldError(f"/{name}", "This cannot be empty; leave it out to keep it.") for name in cleared]
        )
    return sent
