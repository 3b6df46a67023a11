"""Field encryption (AES-256-GCM) and one-way token hashes.

A stored value is `<key id>.<base64 nonce+ciphertext>`. The associated data names table, column, organization and
row, so that a value copied into another place does not decrypt.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class FieldCipher:
    """Encrypts with the first key and decrypts with any of them."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in keys.items()}
        self.names = tuple(keys)
        self.current = self.names[0]

    def encrypt(self, text: str, *, place: str, organization_id: UUID, row_id: UUID, key: str | None = None) -> str:
        """`place` is `table.column`; `key` another one than the first."""
        name, nonce = key or self.current, secrets.token_bytes(12)
        data = self._ciphers[name].encrypt(nonce, text.encode(), self._associated(place, organization_id, row_id))
        return f"{name}.{base64.b64encode(nonce + data).decode()}"

    def decrypt(self, value: str, *, place: str, organization_id: UUID, row_id: UUID) -> str:
        """The text again. Raises ValueError for an unknown key or a value that was moved or changed."""
        name, _, encoded = value.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise ValueError(f"the key {name!r} of {place} is not among STOKE_FIELD_KEYS")
        raw = base64.b64decode(encoded)
        try:
            return cipher.decrypt(raw[:12], raw[12:], self._associated(place, organization_id, row_id)).decode()
        except InvalidTag as error:
            raise ValueError(f"a value of {place} was moved or changed") from error

    def seal(self, data: bytes, *, place: str) -> bytes:
        """Bytes of any size that belong to no row: `<key id>.` + nonce + ciphertext, bound to `place`."""
        nonce = secrets.token_bytes(12)
        return f"{self.current}.".encode() + nonce + self._ciphers[self.current].encrypt(nonce, data, place.encode())

    def unseal(self, sealed: bytes, *, place: str) -> bytes:
        """The bytes again. Raises ValueError for an unknown key, or for bytes that were moved or changed."""
        name, _, rest = sealed.partition(b".")
        cipher = self._ciphers.get(name.decode(errors="replace"))
        if cipher is None:
            raise ValueError(f"the key {name[:40]!r} of {place} is not among STOKE_FIELD_KEYS")
        try:
            return cipher.decrypt(rest[:12], rest[12:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise ValueError(f"{place} was moved or changed") from error

    def is_current(self, value: str | bytes) -> bool:
        """Whether a value, or sealed bytes, are under the key that encrypts now."""
        start = f"{self.current}."
        return value.startswith(start) if isinstance(value, str) else value.startswith(start.encode())

    @staticmethod
    def _associated(place: str, organization_id: UUID, row_id: UUID) -> bytes:
        return f"{place}|{organization_id}|{row_id}".encode()


def new_token() -> str:
    """A secret of 256 bits for links and cookies."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """How a token is stored. Tokens are random, so a fast hash is right."""
    return hashlib.sha256(token.encode()).digest()
