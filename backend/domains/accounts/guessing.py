"""How easily a password is guessed: by zxcvbn, which ships lists of the passwords, names and words that people use.

Daniel Lowe Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016: the number of tries that
a guesser needs who knows those lists, dates, keyboard rows, repeats and the usual substitutions. Nothing is asked of
the kinds of characters: three plain words pass, `Password1!` does not.
"""

from zxcvbn import zxcvbn

ENOUGH = 3
"""Of zxcvbn's 0 to 4: a hundred million tries and more. At our hash's cost that is months of a processor."""

_LOOKED_AT = 20
"""The estimate takes time with the number of substitutions that it must try: 130 ms at worst for so many characters."""


def weakness(password: str) -> str | None:
    """Why a password is too easy to guess, as a sentence for the person; None when it is not."""
    # Without the person's own words: the library keeps them in a table that all threads share.
    estimate = zxcvbn(password[:_LOOKED_AT])
    if estimate["score"] >= ENOUGH:
        return None
    return estimate["feedback"]["warning"] or "This is easy to guess."
