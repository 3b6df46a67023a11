"""The outbox: events leave with the transaction that made them true, and their effects happen once."""

from backend.core.outbox.emit import emit

__all__ = ["emit"]
