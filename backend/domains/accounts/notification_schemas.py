"""How a person sees and changes what they are told."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from backend.core.forms import Flag, Form

ClockTime = Annotated[
    str,
    StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$"),
    Field(description="On the person's own clock.", examples=["22:00"]),
]


class QuietHours(Form):
    """Between these, nothing but what is essential is sent; what waits is sent at their end. May span midnight."""

    start: ClockTime
    until: ClockTime


class KindOut(BaseModel):
    """A kind of notification and where it goes."""

    name: str
    title: str
    text: str
    essential: bool = Field(description="Always sent, whatever the hour: it is about the safety of the account.")
    email: bool


class NotificationsOut(BaseModel):
    items: list[KindOut]
    quiet_hours: QuietHours | None


class NotificationsPatch(Form):
    """What is left out stays."""

    email: dict[str, Flag] = Field(
        default={}, description="By kind, whether to send it as a mail.", examples=[{"members.joined": False}]
    )
    quiet_hours: QuietHours | None = Field(None, description="`null` ends them.")
