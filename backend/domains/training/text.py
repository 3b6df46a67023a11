"""Names as they are compared and searched."""

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_BETWEEN = re.compile(r"[^\w]+|_+")


def fold(text: str) -> str:
    """Lower case without accents and punctuation, words parted by one space: "Pull-Up (Élite)" → "pull up elite"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char)).translate(_LETTERS)
    return _BETWEEN.sub(" ", letters).strip()


def search_text(name: str, aliases: Iterable[str]) -> str:
    """What a search looks through: the folded name and aliases, parted by " | "."""
    return " | ".join([fold(name), *(fold(alias) for alias in aliases)])
