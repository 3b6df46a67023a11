"""What people consent to: the texts that stand now. Pure.

A changed text gets the next version, and the one before moves to `EARLIER`, where whoever accepted it can read it.
A decision is proved by the hash of what was shown.
"""

from dataclasses import dataclass
from hashlib import sha256

from backend.core.openings import DataClass


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One thing to consent to. Unless `needed`, it can be withdrawn at any time: staff lose `data_class` at once."""

    kind: str
    version: int
    title: str
    text: str
    needed: bool = False
    asked: bool = False
    """People are asked for it as soon as they are there; what is not asked waits on the page of privacy."""
    for_clients: bool = False
    data_class: DataClass | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of version, title and text, in hex."""
        return sha256(f"{self.kind} {self.version}\n{self.title}\n{self.text}".encode()).hexdigest()


TEXTS: dict[str, ConsentText] = {
    text.kind: text
    for text in (
        ConsentText(
            "terms",
            1,
            "Terms of use",
            "You use Stoke as your studio offers it, keep your sign-in to yourself and put nothing into it that is "
            "not yours to share. Your studio is responsible for the coaching; Stoke keeps the data for it.",
            needed=True,
            asked=True,
        ),
        ConsentText(
            "privacy",
            1,
            "Privacy notice",
            "Your studio decides which data about you are kept, and why: your record, your programs and what you "
            "log. You can see who opened them, take them with you, and have them erased. Your sign-ins are kept with "
            "address and browser, so that you can recognise them.",
            needed=True,
            asked=True,
        ),
        ConsentText(
            "sharing",
            2,
            "Share your training with your coaches",
            "Your coaches see the workouts you log, with sets, weights and notes, your history, records, streak and "
            "adherence, from the start and until you withdraw this. Then they see what was planned and whether it is "
            "ticked off, and nothing of how it went.",
            for_clients=True,
            data_class=DataClass.TRAINING,
        ),
        ConsentText(
            "health",
            2,
            "Let your coaches keep notes on your health",
            "Coaches whose role allows it may write down what you tell them about injuries and health, to plan your "
            "training by it. The notes are stored encrypted. As soon as you decline or withdraw, nobody in the studio "
            "can read or write them, also those from before you were asked.",
            asked=True,
            for_clients=True,
            data_class=DataClass.HEALTH,
        ),
        ConsentText(
            "marketing",
            1,
            "News and offers",
            "Your studio may write to you about news and offers. Mails about your account and your training come in "
            "any case.",
        ),
        ConsentText(
            "ai",
            1,
            "Suggestions by artificial intelligence",
            "Stoke may use what you log to work out suggestions for your training by artificial intelligence.",
            for_clients=True,
        ),
    )
}
"""By kind, in the order in which they are shown."""

EARLIER: tuple[ConsentText, ...] = (
    ConsentText(
        "sharing",
        1,
        "Share your training with your coaches",
        "Your coaches see the workouts you log, with sets, weights and notes, your history, records, streak and "
        "adherence. Without it they see what was planned and whether it is ticked off, and nothing of how it went.",
        for_clients=True,
        data_class=DataClass.TRAINING,
    ),
    ConsentText(
        "health",
        1,
        "Let your coaches keep notes on your health",
        "Coaches whose role allows it may write down what you tell them about injuries and health, to plan your "
        "training by it. The notes are stored encrypted. Without it nobody in the studio can read or write them.",
        asked=True,
        for_clients=True,
        data_class=DataClass.HEALTH,
    ),
)
"""Texts that stood before, every version of them."""


def needed() -> list[ConsentText]:
    """Those that Stoke cannot be used without: accepted with the sign-up, and by whoever joins."""
    return [text for text in TEXTS.values() if text.needed]


def asked(*, coached: bool) -> list[ConsentText]:
    """Those that a client (`coached`) or somebody of the staff is asked for as soon as they are there."""
    return [text for text in TEXTS.values() if text.asked and (coached or not text.for_clients)]


def edition(kind: str, version: int) -> ConsentText | None:
    """One version of a text, as it was shown."""
    return next((text for text in (*TEXTS.values(), *EARLIER) if (text.kind, text.version) == (kind, version)), None)
