"""What core needs from outside, and the bundle of it that every session carries."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from backend.core.crypto import FieldCipher


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One mail to one person. `message_id` stays the same when a delivery is tried again."""

    message_id: str
    to: str
    subject: str
    text: str
    html: str


class MailPort(Protocol):
    """Hands a mail to a mail server."""

    async def send(self, message: MailMessage) -> None:
        """Raises `Unavailable` when the server does not take it now."""
        ...


class StoragePort(Protocol):
    """Keeps files by key. Keys are made by us and never contain what a person typed."""

    async def put(self, key: str, data: bytes, content_type: str) -> None: ...

    def open(self, key: str) -> AsyncIterator[bytes]:
        """The content in pieces. Raises `NotFound`."""
        ...

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is elsewhere. `subject` is the provider's own name for them, which never changes; an address may."""

    subject: str
    email: str | None
    email_verified: bool
    """Whether the provider vouches that the address is theirs."""
    name: str | None


class IdentityRefused(Exception):
    """The provider's answer proves nothing: a code that was used, a token for somebody else. Its text is a word."""


class IdentityPort(Protocol):
    """Lets a person sign in elsewhere."""

    async def address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes. Raises `Unavailable`."""
        ...

    async def identify(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Identity:
        """Who came back with `code`. Raises `IdentityRefused` and `Unavailable`."""
        ...


async def _no_wake() -> None:
    return None


async def _nothing_kept(tags: Collection[str]) -> bool:
    del tags
    return True


def _unknown_country(address: str) -> str | None:
    del address
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """Bound once by a composition root."""

    cipher: FieldCipher
    base_url: str = "http://localhost:8000"
    mail: MailPort | None = None
    storage: StoragePort | None = None
    identity: Mapping[str, IdentityPort] = field(default_factory=dict[str, IdentityPort])
    """Where people may sign in elsewhere, by name (google, facebook)."""
    country: Callable[[str], str | None] = field(default=_unknown_country)
    """The country of a network address (ISO 3166-1 alpha-2), where it is known."""
    wake_relay: Callable[[], Awaitable[None]] = field(default=_no_wake)
    drop_cached: Callable[[Collection[str]], Awaitable[bool]] = field(default=_nothing_kept)
    """Drops kept answers by tag, in every process. False when that could not be told; then it is tried again."""
