"""Consents: each decision is kept with its proof, and what follows from it holds from the commit on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from backend.core.access import Access
from backend.core.audit import record, sealed_all, unsealed
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.openings import DataClass
from backend.domains.clients import service as clients
from backend.domains.privacy import deeds, policies, repository
from backend.domains.privacy.errors import ConsentNeeded, ConsentTextChanged, NoSuchConsent
from backend.domains.privacy.models import Consent
from backend.domains.privacy.schemas import ConsentList, ConsentOut, DecisionOut
from backend.domains.privacy.service import exports
from backend.domains.privacy.texts import TEXTS, ConsentText

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """From where a decision was made."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Who decides: a member, and the client that they are, if there is a record of one."""

    member_id: UUID
    client_id: UUID | None

    @property
    def person_id(self) -> UUID:
        """Under whose key the proof is sealed."""
        return self.client_id or self.member_id


async def overview(session: ReadSession | WriteSession, access: Access) -> ConsentList:
    """What one is asked to consent to, and what one decided last."""
    latest = await repository.latest_decisions(session, access.member_id)
    coached = access.role == "client"
    return ConsentList(
        items=[_shown(text, latest.get(text.kind)) for text in TEXTS.values() if coached or not text.for_clients]
    )


async def history(session: ReadSession | WriteSession, member_id: UUID) -> list[DecisionOut]:
    """Decisions of a member with their proofs, the newest first. Those of an erased person have none any more."""
    rows = await repository.decisions(session, member_id, SHOWN)
    proofs = await unsealed(session, [(row["id"], row["client_id"] or member_id, row["sealed"]) for row in rows])
    return [
        DecisionOut.model_validate(
            {
                "title": TEXTS[row["kind"]].title if row["kind"] in TEXTS else row["kind"],
                "address": None,
                "user_agent": None,
                **row,
                **proofs.get(row["id"], {}),
            }
        )
        for row in rows
    ]


async def decide(
    session: WriteSession, access: Access, kind: str, *, version: int, given: bool, proof: Proof
) -> ConsentOut:
    """Write a decision down. What a client withdraws, staff lose with this transaction; what is given, they get back.

    Raises `NoSuchConsent`, `ConsentTextChanged`, `ConsentNeeded`.
    """
    text = TEXTS.get(kind)
    if text is None or (text.for_clients and access.role != "client"):
        raise NoSuchConsent
    if version != text.version:
        raise ConsentTextChanged(extra={"version": text.version})
    if text.needed and not given:
        raise ConsentNeeded
    # Locked: of two decisions at once, the later one sees what the first left to staff.
    client = await repository.client(session, policies.oneself(access), lock=True)
    whose = Whose(access.member_id, client["id"] if client else None)
    await write_down(session, [(whose, text)], proof, how="chosen", given=given)
    latest = await repository.latest_decisions(session, access.member_id)
    if client is not None and text.data_class is not None:
        await _share(session, client, latest)
    return _shown(text, latest[kind])


async def write_down(
    session: WriteSession,
    decisions: Collection[tuple[Whose, ConsentText]],
    proof: Proof,
    *,
    how: str,
    given: bool = True,
) -> None:
    """Keep decisions with their proof, and say so in the audit log. `how` is by what deed they were made."""
    await keep(session, decisions, proof, how=how, given=given)
    for whose, text in decisions:
        record(
            session,
            deeds.CONSENT_GIVEN if given else deeds.CONSENT_WITHDRAWN,
            subject=("client", whose.client_id) if whose.client_id else ("member", whose.member_id),
            person_id=whose.person_id,
            changes={"kind": text.kind, "version": text.version},
        )


async def keep(
    session: WriteSession,
    decisions: Collection[tuple[Whose, ConsentText]],
    proof: Proof,
    *,
    how: str,
    given: bool = True,
) -> None:
    """Keep decisions with their proof: two statements, and two more for who has no key yet, however many they are."""
    told = {"address": proof.address, "user_agent": proof.user_agent[:400]}
    rows = [(new_id(), whose, text) for whose, text in decisions]
    sealed = await sealed_all(session, [(row_id, whose.person_id, told) for row_id, whose, _ in rows])
    await session.execute(
        insert(Consent),
        [
            {
                "organization_id": session.organization_id,
                "id": row_id,
                "member_id": whose.member_id,
                "client_id": whose.client_id,
                "kind": text.kind,
                "version": text.version,
                "text_hash": text.hash,
                "decision": "given" if given else "withdrawn",
                "how": how,
                "sealed": sealed[row_id],
            }
            for row_id, whose, text in rows
        ],
    )


def settled(text: ConsentText, decided: Mapping[str, Any] | None) -> bool:
    """Whether a person has decided on the text as it stands now."""
    return decided is not None and decided["version"] == text.version


async def _share(session: WriteSession, client: dict[str, Any], latest: dict[str, dict[str, Any]]) -> None:
    withheld = {
        text.data_class
        for text in TEXTS.values()
        if text.data_class is not None and text.kind in latest and latest[text.kind]["decision"] == "withdrawn"
    }
    before = {DataClass(name) for name in client["withheld"]}
    if withheld == before:
        return
    await clients.withhold(session, client["id"], withheld)
    if withheld - before:
        # An archive that staff made while they saw more would outlive the decision.
        await exports.expire(session, client_id=client["id"], by_themselves=False)


def _shown(text: ConsentText, decided: dict[str, Any] | None) -> ConsentOut:
    return ConsentOut(
        kind=text.kind,
        version=text.version,
        title=text.title,
        text=text.text,
        needed=text.needed,
        due=text.asked and not settled(text, decided),
        data_class=text.data_class,
        decision=decided["decision"] if decided else None,
        decided_version=decided["version"] if decided else None,
        decided_at=decided["at"] if decided else None,
    )
