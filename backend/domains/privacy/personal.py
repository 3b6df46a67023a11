"""What privacy itself keeps about a client: in their export, at their erasure; how long archived clients stay."""

from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.openings import Opening
from backend.core.personal import Asked, Contribution, Files, Person, contributes
from backend.core.retention import Due, Rule, retains
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Member
from backend.domains.privacy.models import Erasure
from backend.domains.privacy.service import consents, erasing, exports


async def _export(session: WriteSession, asked: Asked) -> Files:
    person = asked.person
    looked = await session.all(
        select(Opening.created_at.label("at"), Opening.data_class, Member.name, Member.role)
        .outerjoin(Member, and_(Member.organization_id == Opening.organization_id, Member.id == Opening.member_id))
        .where(Opening.organization_id == session.organization_id, Opening.client_id == person.client_id)
        .order_by(Opening.id)
    )
    decided = await consents.history(session, person.member_id) if person.member_id is not None else []
    # From where the person decided is their own affair, and that of who keeps the proofs.
    proof = set[str]() if asked.by_themselves else {"address", "user_agent"}
    return {
        "openings.json": looked,
        "consents.json": [each.model_dump(mode="json", exclude=proof) for each in decided],
    }


async def _erase(session: WriteSession, person: Person) -> None:
    """Archives go. Openings hold ids alone, and consents lose their proof with the person's key: both stay."""
    await exports.expire(session, client_id=person.client_id)


contributes(
    Contribution(
        "privacy", "Consents and openings", ("consents", "openings", "personal_exports", "erasures"), _export, _erase
    )
)


def _past(session: ReadSession | WriteSession, before: datetime) -> ColumnElement[bool]:
    erased = exists().where(
        Erasure.organization_id == Client.organization_id, Erasure.client_id == Client.id, Erasure.state == "done"
    )
    return and_(
        Client.organization_id == session.organization_id,
        Client.status == "archived",
        Client.archived_at < before,
        ~erased,
    )


async def _count(session: ReadSession | WriteSession, before: datetime) -> Due:
    found = await session.first(
        select(func.count().label("n"), func.min(Client.archived_at).label("oldest")).where(_past(session, before))
    )
    return Due(found["n"], found["oldest"]) if found else Due(0, None)


async def _remove(session: WriteSession, before: datetime, limit: int) -> int:
    past = await session.all(select(Client.id).where(_past(session, before)).order_by(Client.id).limit(limit))
    return sum([await erasing.erase(session, row["id"], by_rule=True) for row in past])


retains(
    Rule(
        "archived_clients",
        "Archived clients",
        "Clients who were archived are erased with everything they trained. Nobody is asked before.",
        days=None,
        least=30,
        count=_count,
        remove=_remove,
    )
)
