"""What goes in and out about privacy."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.core.forms import Flag, Form, Whole
from backend.core.openings import DataClass
from backend.core.retention import LONGEST_DAYS

Decision = Literal["given", "withdrawn"]
ExportState = Literal["running", "ready", "expired"]
ErasureState = Literal["waiting", "done", "cancelled"]


class DecisionOut(BaseModel):
    """One decision, as it was made. Address and browser are its proof; null once the person was erased."""

    kind: str
    title: str
    version: int
    decision: Decision
    at: datetime
    how: str = Field(
        description="By what deed: `registered`, `founded`, `invitation`, `joined`; `chosen`: asked by itself."
    )
    text_hash: str = Field(description="SHA-256 of the text that was shown.")
    address: str | None
    user_agent: str | None


class LegalText(BaseModel):
    """A version of a text, as it was or is shown."""

    kind: str = Field(examples=["terms"])
    version: int
    current_version: int = Field(description="The version that stands now.")
    title: str
    text: str


class LegalTextList(BaseModel):
    """Terms and privacy notice as they stand now."""

    items: list[LegalText]


class ConsentOut(BaseModel):
    """Something to consent to, with the text that stands now, and what was decided last."""

    kind: str
    version: int
    title: str
    text: str
    needed: bool = Field(description="Stoke cannot be used without it, so it cannot be withdrawn.")
    due: bool = Field(description="One is to be asked: never decided, or on an older text.")
    data_class: DataClass | None = Field(description="What staff no longer see while it is withdrawn.")
    decision: Decision | None = Field(description="Null: never asked.")
    decided_version: int | None
    decided_at: datetime | None


class ConsentList(BaseModel):
    """Everything that one is asked to consent to."""

    items: list[ConsentOut]


class ConsentIn(Form):
    """A decision on the text that was shown."""

    version: Whole = Field(description="Of the text that was shown.")
    given: Flag


class DecisionList(BaseModel):
    """Decisions, the newest first: at most 200."""

    items: list[DecisionOut]


class UndecidedOut(BaseModel):
    """Somebody who has yet to decide on texts as they stand now."""

    member_id: UUID
    name: str
    role: str
    kinds: list[str] = Field(description="What they have not decided on.", examples=[["terms", "privacy"]])


class UndecidedList(BaseModel):
    """Members who have yet to decide, by name: at most 100 of `count`."""

    count: int
    items: list[UndecidedOut]


class OpeningOut(BaseModel):
    """Somebody looked at a class of a client's data, for the first time in that hour."""

    id: UUID
    at: datetime
    data_class: DataClass
    member_id: UUID
    name: str | None = Field(description="What they are called now.")
    role: str | None
    by_key: bool = Field(description="A program of theirs looked, by an API key.")


class ExportOut(BaseModel):
    """An archive of what is kept about a client. `done` of `parts` are written."""

    id: UUID
    client_id: UUID
    client_name: str
    state: ExportState
    done: int
    parts: int
    size: int | None = Field(description="Bytes of the archive.")
    by_themselves: bool
    created_at: datetime
    expires_at: datetime | None


class ExportList(BaseModel):
    """Exports, the newest first: at most 20."""

    items: list[ExportOut]


class LinkOut(BaseModel):
    """Where the archive can be fetched, by whoever has the link, until it runs out."""

    url: str
    expires_at: datetime


class ErasureOut(BaseModel):
    """An erasure that waits, or what became of it."""

    id: UUID
    client_id: UUID
    client_name: str
    state: ErasureState
    by_themselves: bool
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None


class MyPrivacy(BaseModel):
    """What there is about oneself. Without `client_id` one is not coached here."""

    client_id: UUID | None
    withheld: list[DataClass]
    exports: list[ExportOut]
    erasure: ErasureOut | None


class ClientPrivacy(BaseModel):
    """A client's privacy, for who answers for it in the organization."""

    client_id: UUID
    withheld: list[DataClass]
    decisions: list[DecisionOut]
    undecided: list[str] = Field(description="Titles of what they were asked for and have not decided on.")
    erasure: ErasureOut | None


class RequestList(BaseModel):
    """What was asked for lately: erasures that wait, the next due first, and exports, the newest first; 100 of each."""

    erasures: list[ErasureOut]
    exports: list[ExportOut]


class DueOut(BaseModel):
    """What would be removed now. Nothing was."""

    count: int
    oldest: datetime | None


class RetentionOut(BaseModel):
    """A rule: how long one kind of data is kept."""

    name: str
    title: str
    description: str
    keep_days: int | None = Field(description="Null: for ever.")
    default_days: int | None
    least_days: int
    due: DueOut = Field(description="What the next round removes.")
    last_run_at: datetime | None
    last_removed: int


class FixedOut(BaseModel):
    """What every studio keeps for the same time, in whole months: nobody of a studio can shorten it."""

    name: str
    title: str
    description: str
    keep_months: int


class RetentionList(BaseModel):
    """Every rule."""

    items: list[RetentionOut]
    fixed: list[FixedOut]


KeepDays = Annotated[Whole, Field(ge=1, le=LONGEST_DAYS)]


class RetentionPatch(Form):
    """How long to keep it; null keeps it for ever."""

    keep_days: KeepDays | None
