"""The SMTP side: takes every mail offered on loopback."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.simulators.mailbox.store import MailStore

_LARGEST = 10 * 1024 * 1024


class _Handler:
    """The hook that the SMTP server calls with a complete mail."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # the library's name
        del server, session
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        mail = self._store.add(raw, envelope.mail_from or "", list(envelope.rcpt_tos))
        return f"250 OK, kept as {mail.id}"


async def serve_smtp(store: MailStore, port: int) -> asyncio.Server:
    """Listen on loopback; the caller closes the returned server."""
    loop = asyncio.get_running_loop()
    handler = _Handler(store)

    def protocol() -> SMTP:
        return SMTP(handler, hostname="localhost", data_size_limit=_LARGEST, enable_SMTPUTF8=True, loop=loop)

    return await loop.create_server(protocol, "127.0.0.1", port)
