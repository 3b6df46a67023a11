"""Mail: composed by a domain, kept sealed in the caller's transaction, sent by a handler, at least once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from jinja2 import Environment, PackageLoader, select_autoescape
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db.base import Base, Tenant
from backend.core.db.encrypted import encrypted
from backend.core.db.write import WriteSession
from backend.core.errors import Unavailable
from backend.core.events import Event, event, handles
from backend.core.ids import new_id
from backend.core.outbox.emit import emit
from backend.core.outbox.lanes import outside
from backend.core.ports import MailMessage

_templates = Environment(
    loader=PackageLoader("backend.core", "templates"),
    autoescape=select_autoescape(("html",)),
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `action` is a button: its label and its address."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None = None
    footnote: str = ""


class OutgoingMail(Tenant, Base):
    """A mail on its way. `sealed` holds the encrypted letter until it was sent, then nothing."""

    __tablename__ = "outgoing_mails"

    sealed: Mapped[str | None] = mapped_column(info=encrypted())
    sent_at: Mapped[datetime | None]


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class MailQueued(Event):
    """A mail waits in `outgoing_mails`."""

    name = "core.mail_queued"
    mail_id: UUID


async def queue_mail(session: WriteSession, to: str, letter: Letter, *, not_before: datetime | None = None) -> None:
    """Send a letter once this transaction is committed, and not before a moment, if one is given."""
    mail_id = new_id()
    context = {"letter": letter, "base_url": session.ports.base_url}
    content = {
        "to": to,
        "subject": letter.subject,
        "text": _templates.get_template("mail.txt").render(context),
        "html": _templates.get_template("mail.html").render(context),
    }
    sealed = session.ports.cipher.encrypt(
        orjson.dumps(content).decode(),
        place="outgoing_mails.sealed",
        organization_id=session.organization_id,
        row_id=mail_id,
    )
    await session.execute(
        insert(OutgoingMail).values(organization_id=session.organization_id, id=mail_id, sealed=sealed)
    )
    emit(session, MailQueued(organization_id=session.organization_id, mail_id=mail_id), not_before=not_before)


@outside
@handles(MailQueued)
async def send_mail(session: WriteSession, told: MailQueued) -> None:
    """Hand the mail to the server. Its Message-ID is the row's id, so a repeat can be recognised."""
    place = (OutgoingMail.organization_id == told.organization_id) & (OutgoingMail.id == told.mail_id)
    sealed = await session.scalar(select(OutgoingMail.sealed).where(place).with_for_update())
    if sealed is None:
        return
    if session.ports.mail is None:
        raise Unavailable("No mail server is set.")
    content = orjson.loads(
        session.ports.cipher.decrypt(
            sealed, place="outgoing_mails.sealed", organization_id=told.organization_id, row_id=told.mail_id
        )
    )
    await session.ports.mail.send(MailMessage(message_id=str(told.mail_id), **content))
    await session.execute(update(OutgoingMail).where(place).values(sealed=None, sent_at=clock.now()))
