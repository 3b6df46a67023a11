"""How easily a password is guessed: by zxcvbn, which ships lists of the passwords, names and words that people use.

Daniel Lowe Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016: the number of tries that
a guesser needs who knows those lists, dates, keyboard rows, repeats and the usual substitutions. Nothing is asked of
the kinds of characters: three plain words pass, `Password1!` does not.

A guesser who is after one person knows more: their address, their name, their studio. These words are worth nothing in
their password, and what is left of it without them has to do.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from zxcvbn import zxcvbn

ENOUGH = 3
"""Of zxcvbn's 0 to 4: a hundred million tries and more. At our hash's cost that is months of a processor."""

_LOOKED_AT = 20
"""The estimate takes time with the number of substitutions that it must try: 130 ms at worst for so many characters."""

_SHORTEST = 3
"""Of what is known of a person: two letters are in every other password."""

_ALIKE = str.maketrans("4@8(36901!|l$5+72", "aabcebgoiiiissttz")
"""What is written for a letter, and letters that are written for another: the same on both sides."""

_OWN = "This is little more than your name, your e-mail address or the name of your studio."


def weakness(password: str, known: Iterable[str] = ()) -> str | None:
    """Why a password is too easy to guess, as a sentence for the person; None when it is not.

    `known` is what a guesser knows of this person: names and addresses, as they were typed.
    """
    why = _estimated(password)
    if why is not None:
        return why
    left = _without(password, known)
    return _OWN if left != password and (not left or _estimated(left) is not None) else None


def _estimated(password: str) -> str | None:
    # Without the person's own words: the library keeps them in a table that all threads share.
    estimate = zxcvbn(password[:_LOOKED_AT])
    if estimate["score"] >= ENOUGH:
        return None
    return estimate["feedback"]["warning"] or "This is easy to guess."


def _without(password: str, known: Iterable[str]) -> str:
    """The password without what is known, forwards or backwards, with or without accents and substitutions."""
    plain, cut = _plain(password), set[int]()
    for word in {_plain(word) for each in known for word in _words(each)}:
        for way in (word, word[::-1]):
            for found in re.finditer(f"(?={re.escape(way)})", plain):
                cut.update(range(found.start(), found.start() + len(way)))
    return "".join(character for place, character in enumerate(password) if place not in cut)


def _words(known: str) -> Iterator[str]:
    """It itself, what stands before an at sign, and each word of it."""
    for word in (known, known.partition("@")[0], *re.split(r"[\W_]+", known)):
        if len(word) >= _SHORTEST:
            yield word


def _plain(typed: str) -> str:
    """One character for each, so that places stay."""
    return "".join(unicodedata.normalize("NFKD", each.casefold())[:1] or each for each in typed).translate(_ALIKE)
