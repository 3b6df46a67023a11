"""Checked numbers, texts and lists of the program document.

pydantic's own messages ("Input should be less than or equal to 20") speak to programmers. What stands here is shown
beside a field of the workout builder, so every limit carries the sentence that tells the trainer what to do, and still
appears as minimum, maximum or length in the JSON schema.
"""

import re
import unicodedata
from collections.abc import Sized
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_TEMPO = re.compile(r"(?:[0-9]{1,2}|X)(?:-(?:[0-9]{1,2}|X)){2,3}")


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`, both included, in steps of `step` where one is given; else `message`."""

    low: float
    high: float
    message: str
    step: float | None = None

    def check(self, value: float) -> float:
        """Return the value unchanged, or refuse it. NaN compares false with everything and is refused as well."""
        inside = self.low <= value <= self.high
        if not inside or (self.step is not None and not (value / self.step).is_integer()):
            raise PydanticCustomError("out_of_range", "{advice}", {"advice": self.message})
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        step = {} if self.step is None else {"multipleOf": self.step}
        return {**handler(schema), "minimum": self.low, "maximum": self.high, **step}


@dataclass(frozen=True)
class Text:
    """A text without surrounding white space and control characters, of `low` to `high` characters; else `message`.

    Control characters are refused because Postgres cannot store U+0000 in jsonb, and lone surrogates because they
    have no UTF-8 form: both would fail only at the database.
    """

    low: int
    high: int
    message: str
    lines: bool = False

    def check(self, value: str) -> str:
        """Return the trimmed text, or refuse it."""
        text = value.strip()
        if not self.low <= len(text) <= self.high:
            raise PydanticCustomError("text_length", "{advice}", {"advice": self.message})
        allowed = "\n\r\t" if self.lines else ""
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text):
            raise PydanticCustomError("text_characters", "Remove the invisible control characters from this text.")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "minLength": self.low, "maxLength": self.high}


@dataclass(frozen=True)
class Items:
    """A list of `low` to `high` parts; else `message`.

    Counted before the parts are looked at: a faulty part then never makes the list seem too short as well, and a list
    of a million is refused without a million complaints.
    """

    low: int
    high: int
    message: str

    def check(self, value: object) -> object:
        """Return the value unchanged, or refuse one of the wrong length; the wrong type is pydantic's to refuse."""
        if isinstance(value, Sized) and not self.low <= len(value) <= self.high:
            raise PydanticCustomError("list_length", "{advice}", {"advice": self.message})
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "minItems": self.low, "maxItems": self.high}


def _tempo(value: str) -> str:
    text = value.strip().upper()
    if not _TEMPO.fullmatch(text):
        advice = "Write the tempo as three or four parts in seconds, like 3-1-1-0; X means as fast as possible."
        raise PydanticCustomError("tempo", "{advice}", {"advice": advice})
    return text


def _none_when_blank(value: str) -> str | None:
    return value or None


Name = Annotated[str, Text(1, 120, "Give a name of 1 to 120 characters.")]
# An emptied input of a form arrives as "", and means the same as a note that was never written.
OptionalName = Annotated[str, Text(0, 120, "Keep the name within 120 characters."), AfterValidator(_none_when_blank)]
Notes = Annotated[
    str, Text(0, 2000, "Keep the notes within 2,000 characters.", lines=True), AfterValidator(_none_when_blank)
]
Tempo = Annotated[str, AfterValidator(_tempo), Field(examples=["3-1-1-0", "2-0-X"])]

# Strict: JSON has real numbers, and "3", true or 3.7 in place of a count is a mistake of the sender.
Sets = Annotated[int, Field(strict=True), Between(1, 20, "Choose 1 to 20 sets.")]
Rounds = Annotated[int, Field(strict=True), Between(1, 20, "Choose 1 to 20 rounds.")]
Reps = Annotated[int, Field(strict=True), Between(1, 100, "Choose 1 to 100 repetitions.")]
RestSeconds = Annotated[int, Field(strict=True), Between(0, 900, "Choose a rest of at most 15 minutes.")]
DurationSeconds = Annotated[int, Field(strict=True), Between(1, 86_400, "Choose a time from 1 second to 24 hours.")]
DistanceMetres = Annotated[
    float, Field(strict=True), Between(0.1, 1_000_000, "Choose a distance from 0.1 m to 1,000 km.")
]
Kilograms = Annotated[float, Field(strict=True), Between(0, 1000, "Choose a weight from 0 to 1,000 kg.")]
Percent = Annotated[
    float, Field(strict=True), Between(1, 120, "Choose 1 to 120 % of the one-repetition maximum, in halves.", 0.5)
]
Rpe = Annotated[float, Field(strict=True), Between(5, 10, "Choose an RPE from 5 to 10, in halves.", 0.5)]
