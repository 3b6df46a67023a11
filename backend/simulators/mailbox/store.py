"""Received mails: in memory for reading, as ``.eml`` files for the next start, the newest 500."""

import email
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

CAPACITY = 500


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as received. `recipients` are the envelope's; a part that the mail lacks is empty."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str


class MailStore:
    """The mails of one folder, newest first."""

    def __init__(self, folder: Path, capacity: int = CAPACITY) -> None:
        self._folder = folder
        self._capacity = capacity
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths = sorted(folder.glob("*.eml"))
        self._mails = [_parse(path.stem, path.read_bytes()) for path in paths]
        self._drop_oldest()

    def add(self, raw: bytes, sender: str, recipients: list[str]) -> Mail:
        """Keep a mail; the oldest goes when the folder is full."""
        # Sorts by time of arrival, and cannot be guessed from outside.
        key = f"{time.time_ns():020d}-{secrets.token_hex(6)}"
        envelope = f"X-Envelope-From: {_one_line(sender)}\r\nX-Envelope-To: {_one_line(', '.join(recipients))}\r\n"
        stored = envelope.encode() + raw
        mail = _parse(key, stored)
        (self._folder / f"{key}.eml").write_bytes(stored)
        self._mails.append(mail)
        self._drop_oldest()
        return mail

    def find(self, address: str = "") -> list[Mail]:
        """Mails whose recipients contain `address` (any case), newest first; all of them when it is empty."""
        wanted = address.strip().lower()
        return [m for m in reversed(self._mails) if any(wanted in to.lower() for to in m.recipients)]

    def get(self, key: str) -> Mail | None:
        """The mail with this id."""
        return next((mail for mail in self._mails if mail.id == key), None)

    def clear(self) -> None:
        """Forget every mail."""
        self._capacity, kept = 0, self._capacity
        self._drop_oldest()
        self._capacity = kept

    def _drop_oldest(self) -> None:
        while len(self._mails) > self._capacity:
            gone = self._mails.pop(0)
            (self._folder / f"{gone.id}.eml").unlink(missing_ok=True)


def _parse(key: str, stored: bytes) -> Mail:
    message = email.message_from_bytes(stored, policy=policy.default)
    recipients = tuple(part.strip() for part in str(message["X-Envelope-To"] or "").split(",") if part.strip())
    received_at = datetime.fromtimestamp(int(key.partition("-")[0]) / 1e9, tz=UTC)
    return Mail(
        id=key,
        received_at=received_at,
        sender=str(message["From"] or message["X-Envelope-From"] or ""),
        recipients=recipients,
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    content = body.get_content()
    return content.replace("\r\n", "\n") if isinstance(content, str) else ""


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
