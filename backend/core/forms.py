"""What every form that comes in has in common: no unknown fields, and values of the type that they are written as.

pydantic takes "1", 1.0 and true for a whole number, and counts seconds from 1970 when a date is a number or a text of
digits. From a form each of those is a mistake of the sender, and would be stored as something that nobody meant.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

# Categories of Unicode that leave no mark on the screen by themselves: formats, unassigned, private, marks, spaces.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Mc", "Zs", "Zl", "Zp"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by category, though blank: the fillers of Hangul and the empty cell of Braille."""


class Form(BaseModel):
    """The base of everything that is sent in a body: a field that it does not know is refused by name."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """A calendar type that is taken from text of one pattern, or as it is from Python."""

    strict: CoreSchema
    lax: CoreSchema
    pattern: str
    shape: str
    advice: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern, strict=True)
        written = core_schema.chain_schema([text, self.lax])
        either = core_schema.union_schema([self.strict, written], mode="left_to_right")
        return core_schema.custom_error_schema(either, self.shape.replace("-", "_"), custom_error_message=self.advice)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": self.shape}


Day = Annotated[
    date,
    _Written(
        core_schema.date_schema(strict=True),
        core_schema.date_schema(),
        r"^\d{4}-\d\d-\d\d$",
        "date",
        "Write the date as in 2026-03-02.",
    ),
]
Instant = Annotated[
    datetime,
    _Written(
        core_schema.datetime_schema(strict=True, tz_constraint="aware"),
        core_schema.datetime_schema(tz_constraint="aware"),
        r"^\d{4}-\d\d-\d\d[Tt ]\d\d:",
        "date-time",
        "Write the time with its zone, as in 2026-03-02T17:05:00Z.",
    ),
]
"""A moment with a time zone (RFC 3339)."""
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


def can_be_seen(text: str) -> bool:
    """Whether anything of the text shows: a zero-width space or a lone accent does not."""
    return any(unicodedata.category(char) not in _INVISIBLE and char not in _BLANK for char in text)


def _shown(text: str) -> str:
    if text and not can_be_seen(text):
        raise ValueError("Use at least one letter, digit or sign that can be seen.")
    return text


Shown = AfterValidator(_shown)
"""For a name: empty where that is allowed, but not of characters that nobody sees."""
