"""Erasure: asked for, waited for, and done for good."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import destroy_key, record
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.core.personal import contributions
from backend.domains.clients.models import Client
from backend.domains.privacy import deeds, policies, repository
from backend.domains.privacy.errors import ErasureDone, NoErasure, NotAClient
from backend.domains.privacy.models import Erasure
from backend.domains.privacy.schemas import ErasureOut

GRACE_DAYS = 30


async def ask_for_own(session: WriteSession, access: Access) -> ErasureOut:
    """Have what is kept about oneself erased after the grace. Asking again changes nothing. Raises `NotAClient`."""
    client = await repository.client(session, policies.oneself(access), lock=True)
    if client is None:
        raise NotAClient
    return await _ask(session, access, client, by_themselves=True)


async def ask_for(session: WriteSession, access: Access, client_id: UUID) -> ErasureOut:
    """The same about a client. Raises `NotFound`, `ErasureDone`."""
    client = await repository.client(session, policies.reached(access, client_id), lock=True)
    if client is None:
        raise NotFound
    return await _ask(session, access, client, by_themselves=False)


async def _ask(session: WriteSession, access: Access, client: dict[str, object], *, by_themselves: bool) -> ErasureOut:
    client_id = client["id"]
    assert isinstance(client_id, UUID)
    last = await repository.last_erasure(session, client_id)
    if last is not None and last["state"] == "done":
        raise ErasureDone
    if last is None or last["state"] != "waiting":
        due = clock.now() + timedelta(days=GRACE_DAYS)
        await session.execute(
            insert(Erasure)
            .values(
                organization_id=session.organization_id,
                id=new_id(),
                client_id=client_id,
                requested_by_member_id=access.member_id,
                by_themselves=by_themselves,
                due_at=due,
            )
            .on_conflict_do_nothing()
        )
        record(session, deeds.ERASURE_ASKED, subject=("client", client_id), person_id=client_id)
        email = client["email"]
        if isinstance(email, str):
            await queue_mail(session, email, _letter(session, str(client["first_name"]), f"{due:%-d %B %Y}"))
        last = await repository.last_erasure(session, client_id)
    return ErasureOut.model_validate(last)


async def cancel_own(session: WriteSession, access: Access) -> ErasureOut:
    """Take back the erasure of what is kept about oneself, whoever asked for it. Raises `NotAClient`, `NoErasure`."""
    client = await repository.client(session, policies.oneself(access), lock=True)
    if client is None:
        raise NotAClient
    return await _cancel(session, client["id"])


async def cancel(session: WriteSession, access: Access, client_id: UUID) -> ErasureOut:
    """Take back the erasure of a client; one they asked for themselves is theirs. Raises `NotFound`, `NoErasure`."""
    client = await repository.client(session, policies.reached(access, client_id), lock=True)
    if client is None:
        raise NotFound
    last = await repository.last_erasure(session, client_id)
    if last is not None and last["by_themselves"]:
        raise NoErasure("The client asked for this erasure, and only they can take it back.")
    return await _cancel(session, client_id)


async def _cancel(session: WriteSession, client_id: UUID) -> ErasureOut:
    if not await _settle(session, client_id, "cancelled"):
        raise NoErasure
    record(session, deeds.ERASURE_CANCELLED, subject=("client", client_id), person_id=client_id)
    return ErasureOut.model_validate(await repository.last_erasure(session, client_id))


async def erase(session: WriteSession, client_id: UUID, *, by_rule: bool = False) -> bool:
    """Erase a client now, in this transaction: each domain its own, from the highest floor down.

    The keys of the person go last, and with them what the audit log, consents and deeds say of them. What must be kept
    by law stays without a person. `by_rule`: nobody asked, a rule of retention says so. False for a client who is gone,
    or whose erasure was taken back a moment ago.
    """
    client = await repository.client(session, Client.id == client_id, lock=True)
    if client is None:
        return False
    if by_rule:
        now = clock.now()
        await session.execute(
            insert(Erasure)
            .values(
                organization_id=session.organization_id, id=new_id(), client_id=client_id, due_at=now, state="waiting"
            )
            .on_conflict_do_nothing()
        )
    if not await _settle(session, client_id, "done"):
        return False
    person = repository.person_of(client)
    for contribution in contributions():
        await contribution.erase(session, person)
    for person_id in {person.client_id, person.member_id, person.user_id} - {None}:
        if person_id is not None:
            await destroy_key(session, person_id)
    record(session, deeds.ERASED, subject=("client", client_id), changes={"by_rule": by_rule})
    return True


async def _settle(session: WriteSession, client_id: UUID, state: str) -> bool:
    settled = await session.scalar(
        update(Erasure)
        .where(
            Erasure.organization_id == session.organization_id,
            Erasure.client_id == client_id,
            Erasure.state == "waiting",
        )
        .values(state=state, settled_at=clock.now())
        .returning(Erasure.id)
    )
    return settled is not None


def _letter(session: WriteSession, name: str, day: str) -> Letter:
    return Letter(
        subject="Your data will be erased",
        greeting=f"Hello {name},",
        paragraphs=(
            f"Everything that your studio keeps about you in Stoke is erased on {day}: your record, your programs, "
            "what you trained, and your account if you train nowhere else. It cannot be brought back after that.",
            "Did you not want this, or have you changed your mind? Sign in and take it back before then.",
        ),
        action=("Go to your privacy page", f"{session.ports.base_url}/me/account/privacy"),
    )
