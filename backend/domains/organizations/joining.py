"""The public sign-up page of an organization: whoever confirms their address there becomes a client.

Asking only sends a mail, and the answer is the same for everybody. Taking the mail's link up is taking up an
invitation: it sets a password for a new account and asks for it where the address has one. So nobody learns who has an
account or belongs here, and nobody becomes a client under an address that is not theirs.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from backend.core import clock
from backend.core.crypto import new_token, token_hash
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM, new_id
from backend.core.mail import queue_mail
from backend.domains.organizations import service, studio_mails
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Invitation, Member
from backend.domains.organizations.schemas import logo_url
from backend.domains.organizations.studio_errors import NotOpenToJoin
from backend.domains.organizations.studio_schemas import Join, JoinPageOut


async def page(database: Database, slug: str) -> JoinPageOut:
    """What the page shows. Raises `NotOpenToJoin`."""
    row = await _open(database, slug)
    return JoinPageOut(
        name=row["brand_name"] or row["name"],
        text=row["join_text"],
        accent=row["brand_accent"],
        logo_url=logo_url(row["slug"], row["logo_key"]),
    )


async def ask(database: Database, slug: str, form: Join, *, days: int) -> None:
    """Mail a link that confirms the address and makes its owner a client. Raises `NotOpenToJoin`."""
    row = await _open(database, slug)
    name: str = row["brand_name"] or row["name"]
    async with database.write(row["id"]) as session:
        await _forget_the_silent(session)
        known = await repository.client_by_email(session, form.email)
        if known is not None and (known["state"] != "invited" or known["role"] != "client"):
            login = f"{session.ports.base_url}/login"
            await queue_mail(session, form.email, studio_mails.belongs_already(known["name"], name, login))
            return
        member_id = (
            known["id"]
            if known is not None
            else await service.add_member(session, user_id=None, role="client", name=form.name, email=form.email)
        )
        token = await _invitation(session, member_id, form.email, days)
        link = f"{session.ports.base_url}/invite/{token}"
        await queue_mail(session, form.email, studio_mails.join(form.name, name, link, days))


async def _open(database: Database, slug: str) -> dict[str, Any]:
    async with database.system() as system:
        row = await repository.by_slug(system, slug)
    if row is None or not row["joinable"]:
        raise NotOpenToJoin
    return row


async def _invitation(session: WriteSession, member_id: UUID, email: str, days: int) -> str:
    """Beside those sent before, which go on working: a stranger must not undo what a trainer sent."""
    token = new_token()
    await session.execute(
        insert(Invitation).values(
            organization_id=session.organization_id,
            id=new_id(),
            member_id=member_id,
            email=email,
            token_hash=token_hash(token),
            invited_by=PLATFORM,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    return token


async def _forget_the_silent(session: WriteSession) -> None:
    """Nothing is kept of those who asked and never confirmed."""
    silent = await repository.asked_in_vain(session)
    if silent:
        await session.execute(
            delete(Member).where(
                Member.organization_id == session.organization_id, Member.id.in_(silent), Member.state == "invited"
            )
        )
