"""The one failure that a person at the terminal reads."""


class LocalError(Exception):
    """Something on this machine stands in the way; the message says what, and what to do about it."""
