"""Answers that are kept: in the process, in Redis, and correct when either is gone (docs/decisions/0014-caching.md)."""

from backend.core.cache.cache import Cache
from backend.core.cache.counts import Counts, counts_of_all, forget_counts
from backend.core.cache.keys import Kept, Key, key_for
from backend.core.cache.local import Answer
from backend.core.cache.shared import drop_from_outside

__all__ = ["Answer", "Cache", "Counts", "Kept", "Key", "counts_of_all", "drop_from_outside", "forget_counts", "key_for"]
