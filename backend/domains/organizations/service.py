"""Decisions about organizations: founding one, and who belongs to it."""

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.audit import difference, record
from backend.core.crypto import new_token, token_hash
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.ids import PLATFORM, new_id
from backend.core.mail import queue_mail
from backend.core.outbox import emit
from backend.domains.accounts import passwords
from backend.domains.accounts import service as accounts
from backend.domains.accounts.sessions import Device
from backend.domains.organizations import deeds, mails, member_repository
from backend.domains.organizations.models import Invitation, Member, Organization
from backend.domains.organizations.ports import Acceptance, consents
from backend.domains.organizations.schemas import OrganizationPatch, Register
from backend.events.organizations import MemberJoined, OrganizationFounded


def slug_of(name: str) -> str:
    """A short address part from a name, with a random tail so that nobody learns whose name is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "studio"
    return f"{stem}-{new_id().hex[-6:]}"


async def register(database: Database, form: Register, device: Device) -> None:
    """A new owner and organization, or a mail to the address that has an account. The caller sees no difference."""
    consents().refuse_outdated(form.accepted)
    await passwords.check_strength(form.password, (form.email, form.name, form.organization_name))
    hashed = await accounts.sign_up_hash(database, form.email, form.password)
    user = await accounts.find_user(database, form.email)
    if user is None:
        try:
            await _found(database, form, hashed, Acceptance(form.accepted, device, "registered"))
            return
        except IntegrityError:
            user = await accounts.find_user(database, form.email)
    if user is not None:
        async with database.write(PLATFORM, user["id"]) as session:
            await accounts.tell_already_registered(session, user, hashed)


async def _found(database: Database, form: Register, hashed: str, accepted: Acceptance) -> None:
    user_id, organization_id = new_id(), new_id()
    async with database.write(organization_id, user_id) as session:
        await accounts.create_user(
            session,
            user_id=user_id,
            email=form.email,
            name=form.name,
            password_hash=hashed,
            time_zone=form.time_zone,
            verified=False,
        )
        await found_organization(
            session,
            name=form.organization_name,
            time_zone=form.time_zone,
            owner=(user_id, form.name, form.email),
            accepted=accepted,
        )
        await accounts.send_confirmation(session, user_id, form.email, form.name, hashed)


async def organizations_at(database: Database, hours: Collection[int]) -> list[UUID]:
    """The organizations on whose clock it is one of these hours now."""
    async with database.system() as system:
        rows = await system.all(select(Organization.id, Organization.time_zone))
    now = clock.now()
    return [row["id"] for row in rows if now.astimezone(ZoneInfo(row["time_zone"])).hour in hours]


async def found_organization(
    session: WriteSession, *, name: str, time_zone: str, owner: tuple[UUID, str, str], accepted: Acceptance | None
) -> UUID:
    """Make the session's organization with its owner (user id, name, e-mail); answers the owner's member id.

    `accepted` is None for data to try Stoke with: nobody accepted anything. Raises `Invalid` for outdated texts.
    """
    user_id, owner_name, email = owner
    await session.execute(
        insert(Organization).values(id=session.organization_id, name=name, slug=slug_of(name), time_zone=time_zone)
    )
    member_id = await add_member(session, user_id=user_id, role="owner", name=owner_name, email=email)
    record(session, deeds.FOUNDED, subject=("organization", session.organization_id), changes={"name": [None, name]})
    emit(session, OrganizationFounded(organization_id=session.organization_id, owner_member_id=member_id))
    if accepted is not None:
        await consents().accept(session, member_id, accepted)
    return member_id


async def add_member(
    session: WriteSession,
    *,
    user_id: UUID | None,
    role: str,
    name: str,
    email: str | None,
    role_id: UUID | None = None,
) -> UUID:
    """A membership: active for a user, invited without one. Answers its id."""
    member_id = new_id()
    await session.execute(
        insert(Member).values(
            organization_id=session.organization_id,
            id=member_id,
            user_id=user_id,
            role=role,
            role_id=role_id,
            state="active" if user_id else "invited",
            name=name,
            email=email,
            joined_at=clock.now() if user_id else None,
        )
    )
    return member_id


async def invite(session: WriteSession, member_id: UUID, *, email: str, inviter_id: UUID, days: int) -> None:
    """Mail an invitation to take up a membership; earlier ones to it stop working."""
    await revoke_invitations(session, member_id)
    names = await session.first(
        select(
            Member.name,
            Member.role,
            func.coalesce(Organization.brand_name, Organization.name).label("organization"),
        )
        .join(Organization, Organization.id == Member.organization_id)
        .where(Member.organization_id == session.organization_id, Member.id == member_id, Member.state == "invited")
    )
    if names is None:
        raise NotFound
    inviter = await session.scalar(
        select(Member.name).where(Member.organization_id == session.organization_id, Member.user_id == inviter_id)
    )
    token = new_token()
    await session.execute(
        update(Member)
        .where(Member.organization_id == session.organization_id, Member.id == member_id)
        .values(email=email.lower())
    )
    await session.execute(
        insert(Invitation).values(
            organization_id=session.organization_id,
            id=new_id(),
            member_id=member_id,
            email=email.lower(),
            token_hash=token_hash(token),
            invited_by=inviter_id,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    link = f"{session.ports.base_url}/invite/{token}"
    write = mails.invitation if names["role"] == "client" else mails.staff_invitation
    letter = write(names["name"], names["organization"], inviter or names["organization"], link, days)
    await queue_mail(session, email, letter)


async def revoke_invitations(session: WriteSession, member_id: UUID) -> None:
    """Open invitations of a member stop working."""
    await session.execute(
        update(Invitation)
        .where(
            Invitation.organization_id == session.organization_id,
            Invitation.member_id == member_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )


async def update_organization(session: WriteSession, patch: OrganizationPatch) -> None:
    """Save what was changed."""
    values = patch.model_dump(exclude_unset=True)
    if not values:
        return
    before = await session.first(
        select(*(getattr(Organization, name) for name in values))
        .where(Organization.id == session.organization_id)
        .with_for_update()
    )
    await session.execute(update(Organization).where(Organization.id == session.organization_id).values(**values))
    if changes := difference(before or {}, values):
        record(session, deeds.CHANGED, subject=("organization", session.organization_id), changes=changes)


async def activate(
    session: WriteSession, member_id: UUID, invitation_id: UUID, user_id: UUID, name: str, accepted: Acceptance
) -> None:
    """An invited membership becomes this user's, the invitation is spent, and what they accept with it is written down.

    Who worked here before gets their former membership back, with the new role: what they made is theirs again.
    """
    await session.execute(
        update(Invitation)
        .where(Invitation.organization_id == session.organization_id, Invitation.id == invitation_id)
        .values(accepted_at=func.now())
    )
    photo = await accounts.photo_of(session, user_id)
    former = await member_repository.former(session, user_id)
    if former is not None:
        member_id = await _come_back(session, former, member_id)
    await session.execute(
        update(Member)
        .where(Member.organization_id == session.organization_id, Member.id == member_id)
        .values(user_id=user_id, state="active", joined_at=func.now(), name=name, photo_key=photo)
    )
    record(session, deeds.JOINED, subject=("member", member_id), person_id=user_id, actor_id=user_id)
    emit(session, MemberJoined(organization_id=session.organization_id, member_id=member_id))
    await consents().accept(session, member_id, accepted)


async def _come_back(session: WriteSession, former: UUID, invited: UUID) -> UUID:
    """The invited membership's role and address go to the former one; answers which of the two is to be taken up.

    A client's is left as it is, since their record points at it: one person cannot be both here.
    """
    row = await session.first(
        select(Member.role, Member.role_id, Member.email).where(
            Member.organization_id == session.organization_id, Member.id == invited
        )
    )
    if row is None or row["role"] == "client":
        return invited
    await session.execute(
        update(Invitation)
        .where(Invitation.organization_id == session.organization_id, Invitation.member_id == invited)
        .values(member_id=former)
    )
    await session.execute(delete(Member).where(Member.organization_id == session.organization_id, Member.id == invited))
    await session.execute(
        update(Member).where(Member.organization_id == session.organization_id, Member.id == former).values(**row)
    )
    return former
