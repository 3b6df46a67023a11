"""A client's record: what an export holds of it, and how it is erased."""

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.openings import DataClass
from backend.core.outbox import emit
from backend.core.personal import Asked, Contribution, Files, Person, contributes
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.clients.service.bulk import PLACE
from backend.events.clients import ClientArchived

_INTERNAL = {"organization_id", "sort_name", "search_text", "health_note_encrypted"}
ERASED_NAME = "Erased client"


async def _export(session: WriteSession, asked: Asked) -> Files:
    client_id = asked.person.client_id
    table = Client.__table__
    row = await session.first(
        select(*(column for column in table.c if column.name not in _INTERNAL), Client.health_note_encrypted).where(
            Client.organization_id == session.organization_id, Client.id == client_id
        )
    )
    facts = await session.first(
        select(ClientFacts.last_workout_on, ClientFacts.streak_weeks, ClientFacts.adherence_28).where(
            ClientFacts.organization_id == session.organization_id, ClientFacts.id == client_id
        )
    )
    if row is None:
        return {}
    sealed = row.pop("health_note_encrypted")
    if asked.holds(DataClass.HEALTH):
        row["health_note"] = None
        if sealed is not None:
            row["health_note"] = session.ports.cipher.decrypt(
                sealed, place=PLACE, organization_id=session.organization_id, row_id=client_id
            )
    figures = {"figures": facts} if asked.holds(DataClass.TRAINING) else {}
    return {"client.json": {**row, **figures}}


async def _erase(session: WriteSession, person: Person) -> None:
    """Nothing personal is left of the row, which stays: the trainer's figures and the audit log point at it."""
    row = await session.first(
        update(Client)
        .where(Client.organization_id == session.organization_id, Client.id == person.client_id)
        .values(
            first_name=ERASED_NAME,
            last_name="",
            email=None,
            phone=None,
            phone_display=None,
            birth_date=None,
            sex=None,
            goal=None,
            notes=None,
            health_note_encrypted=None,
            time_zone=None,
            access="none",
            status="archived",
            status_before_archive="inactive",
            archived_at=clock.now(),
            withheld=[],
        )
        .returning(Client.trainer_member_id, Client.member_id)
    )
    if row is None:
        return
    await session.execute(
        update(ClientFacts)
        .where(ClientFacts.organization_id == session.organization_id, ClientFacts.id == person.client_id)
        .values(
            last_workout_on=None,
            week_done=0,
            week_planned=0,
            streak_weeks=0,
            adherence_28=None,
            program_name=None,
            program_ends_on=None,
            next_workout_on=None,
        )
    )
    emit(
        session,
        ClientArchived(
            organization_id=session.organization_id,
            client_id=person.client_id,
            trainer_member_id=row["trainer_member_id"],
            client_member_id=row["member_id"],
        ),
    )


contributes(Contribution("clients", "Record", ("clients", "client_facts"), _export, _erase))
