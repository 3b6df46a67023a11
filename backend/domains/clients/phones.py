"""Telephone numbers: shown as typed, compared in E.164."""

from functools import cache
from importlib import resources

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from backend.core.errors import FieldError, Invalid


@cache
def _regions() -> dict[str, str]:
    """Country of each time zone, from the time zone database's own table."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {parts[2]: parts[0] for parts in lines}


def e164(typed: str, time_zone: str) -> str | None:
    """The number in E.164, read as one of the time zone's country unless it starts with `+`.

    None where the zone names no country and the number no country code: it is kept as typed. Raises `Invalid` for
    what cannot be a telephone number.
    """
    region = _regions().get(time_zone)
    if region is None and not typed.startswith(("+", "＋")):
        if any(character.isdigit() for character in typed):
            return None
        raise _not_a_number()
    try:
        number = parse(typed, region)
    except NumberParseException as error:
        raise _not_a_number() from error
    if not is_possible_number(number):
        raise _not_a_number()
    return format_number(number, PhoneNumberFormat.E164)


def _not_a_number() -> Invalid:
    return Invalid(errors=[FieldError("/phone", "Give a telephone number, with country code such as +49 30 123456.")])
