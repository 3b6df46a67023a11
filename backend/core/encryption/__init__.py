"""The keys of encrypted columns: which are in use, whether this process has them, and giving values to a new one.

What is encrypted, and how to change keys, is written in docs/encryption.md.
"""

from backend.core.encryption.keyring import MissingKeyError, prove_keys
from backend.core.encryption.rotation import Rotation, rotate, uses

__all__ = ["MissingKeyError", "Rotation", "prove_keys", "rotate", "uses"]
