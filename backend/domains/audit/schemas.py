"""What goes in and out about the audit log."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

ActorKind = Literal["person", "key", "system", "nobody"]


class AuditActionOut(BaseModel):
    """A kind of deed. `text` completes "somebody …"."""

    name: str
    group: str
    text: str


class AuditActionList(BaseModel):
    """Every kind of deed that may be in the log."""

    items: list[AuditActionOut]


class AuditActor(BaseModel):
    """Who did it: a person, a person's API key, Stoke itself, or somebody who was not signed in."""

    kind: ActorKind
    user_id: UUID | None
    member_id: UUID | None = Field(description="Their membership at the time.")
    key_id: UUID | None
    name: str | None = Field(description="What they are called here now; null: nobody of this organization.")


class AuditSubject(BaseModel):
    """What it was done to. `name` is what it is called now; null where it is gone, or not for the reader's role."""

    kind: str
    id: UUID
    name: str | None


class AuditPerson(BaseModel):
    """Whose data it was: a client, or somebody who works here."""

    id: UUID
    name: str | None


class AuditChange(BaseModel):
    """One field that became another value; `before` is null where there was none."""

    field: str
    before: Any = None
    after: Any = None


class AuditEntryOut(BaseModel):
    """A deed. It is never changed; what a person asked to have erased is withheld from then on."""

    id: UUID
    at: datetime
    action: str
    text: str = Field(description='Completes "somebody …".')
    actor: AuditActor
    subject: AuditSubject | None
    person: AuditPerson | None
    changes: list[AuditChange]
    facts: dict[str, Any] = Field(description="What else is known of the deed, by name.")
    health_fields: list[str] = Field(description="Fields of health data that changed. Their values are not in the log.")
    withheld: Literal["erased", "role"] | None = Field(
        description="Why personal values are left out: the person was erased, or the reader may not see clients."
    )
    session_id: UUID | None
    request_id: str | None
