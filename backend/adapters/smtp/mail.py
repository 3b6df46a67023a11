"""Binds core's `MailPort` to any SMTP server, or to the local mailbox."""

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib

from backend.core.clock import now
from backend.core.errors import Unavailable
from backend.core.observability.providers import provider_call
from backend.core.ports import MailMessage

TIMEOUT_SECONDS = 15


class SmtpMail:
    """`smtp://user:password@host:port`, `smtps://` for TLS from the start; STARTTLS is used when offered."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, message: MailMessage) -> None:
        """Raises `Unavailable` when the server does not take the mail now."""
        domain = parseaddr(self._sender)[1].rpartition("@")[2]
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = message.to
        mail["Subject"] = message.subject
        mail["Date"] = format_datetime(now())
        mail["Message-ID"] = f"<{message.message_id}@{domain}>"
        mail.set_content(message.text)
        mail.add_alternative(message.html, subtype="html")
        with provider_call("smtp", "send"):
            try:
                await aiosmtplib.send(
                    mail,
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._tls,
                    timeout=TIMEOUT_SECONDS,
                )
            except (aiosmtplib.SMTPException, OSError) as error:
                raise Unavailable(f"The mail server did not take the mail ({type(error).__name__}).") from error
