"""What people accept by signing up and joining: the port of organizations, and who has yet to decide."""

from uuid import UUID

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.domains.accounts.schemas import Accepted
from backend.domains.organizations.ports import Acceptance
from backend.domains.privacy import repository
from backend.domains.privacy.schemas import UndecidedList, UndecidedOut
from backend.domains.privacy.service.consents import Proof, Whose, settled, write_down
from backend.domains.privacy.texts import ConsentText, asked, needed

SHOWN = 100


class AcceptedTexts:
    """Binds `organizations.ports.Consents`."""

    def refuse_outdated(self, versions: Accepted | None) -> None:
        """Raise `Invalid`, by field, unless these are the versions that stand now."""
        if versions is None:
            return
        shown = versions.model_dump()
        errors = [
            FieldError(
                f"/accepted/{text.kind}",
                f"The {text.title.lower()} changed meanwhile: read version {text.version}, and send it again.",
            )
            for text in needed()
            if shown[text.kind] != text.version
        ]
        if errors:
            raise Invalid("Terms or privacy notice changed since they were shown. Read them again.", errors=errors)

    async def accept(self, session: WriteSession, member_id: UUID, acceptance: Acceptance) -> None:
        """Write down that the session's user, a member now, accepts. Raises `Invalid` for outdated versions."""
        self.refuse_outdated(acceptance.versions)
        proof = Proof(acceptance.device.address, acceptance.device.user_agent)
        # The record of somebody who joins by themselves is made after this: then it is the member's proof alone.
        client_id = await repository.client_of(session, member_id)
        whose = Whose(member_id, client_id)
        await write_down(session, [(whose, text) for text in needed()], proof, how=acceptance.how)

    async def due(self, session: ReadSession, member_id: UUID, role: str) -> list[str]:
        """The kinds of consent that a member has to be asked for: they never decided, or on an older text."""
        return [text.kind for text in await undecided(session, member_id, coached=role == "client")]


async def undecided(session: ReadSession, member_id: UUID, *, coached: bool) -> list[ConsentText]:
    """The texts that a member was asked for and has not decided on as they stand now."""
    latest = await repository.latest_decisions(session, member_id)
    return [text for text in asked(coached=coached) if not settled(text, latest.get(text.kind))]


async def everybody_undecided(read: ReadSession) -> UndecidedList:
    """Everybody in the organization who has yet to decide."""
    versions = {text.kind: text.version for text in asked(coached=True)}
    clients_alone = {text.kind for text in asked(coached=True) if text.for_clients}
    rows, count = await repository.undecided(read, versions, clients_alone, SHOWN)
    return UndecidedList(count=count, items=[UndecidedOut.model_validate(row) for row in rows])
