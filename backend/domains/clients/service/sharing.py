"""What clients withhold from staff."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from backend.core.db.write import WriteSession
from backend.core.openings import DataClass
from backend.core.outbox import emit
from backend.domains.clients.errors import ClientNotFound
from backend.domains.clients.models import Client, ClientFacts
from backend.events.clients import ClientUpdated

_NONE_OF_TRAINING = {"last_workout_on": None, "week_done": 0, "streak_weeks": 0, "adherence_28": None}


async def withhold(session: WriteSession, client_id: UUID, classes: Collection[DataClass]) -> None:
    """Let staff see everything of a client but these classes, from the commit on. Raises `ClientNotFound`.

    Figures that tell of training are emptied here; who keeps them hears of `ClientUpdated` when it is shared again.
    """
    client = await session.first(
        update(Client)
        .where(Client.organization_id == session.organization_id, Client.id == client_id)
        .values(withheld=sorted(classes))
        .returning(Client.trainer_member_id, Client.member_id)
    )
    if client is None:
        raise ClientNotFound
    if DataClass.TRAINING in classes:
        await session.execute(
            update(ClientFacts)
            .where(ClientFacts.organization_id == session.organization_id, ClientFacts.id == client_id)
            .values(**_NONE_OF_TRAINING)
        )
    emit(
        session,
        ClientUpdated(
            organization_id=session.organization_id,
            client_id=client_id,
            trainer_member_id=client["trainer_member_id"],
            client_member_id=client["member_id"],
        ),
    )
