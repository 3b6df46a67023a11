"""What is written to people about an organization: its end, its owner, and joining it."""

from backend.core.mail import Letter


def offered(name: str, organization: str, giver: str, link: str, days: int) -> Letter:
    return Letter(
        subject=f"{giver} wants to hand {organization} over to you",
        greeting=f"Hello {name},",
        paragraphs=(
            f"{giver} offers you to own {organization} on Stoke: its settings, its team and its data. "
            f"{giver} stays in the team as an admin.",
            "Nothing changes until you accept.",
        ),
        action=("Look at the offer", link),
        footnote=f"The offer holds for {days} days.",
    )


def handed_over(name: str, organization: str, taker: str) -> Letter:
    return Letter(
        subject=f"{organization} belongs to {taker} now",
        greeting=f"Hello {name},",
        paragraphs=(f"{taker} accepted: they own {organization} on Stoke now, and you are an admin there.",),
        footnote="If you did not offer that, write to your team at once.",
    )


def deletion_begun(name: str, organization: str, who: str, until: str, link: str) -> Letter:
    return Letter(
        subject=f"{organization} will be deleted on {until}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"{who} asked to delete {organization} on Stoke. Nobody can work in it now. "
            f"On {until} everything in it is deleted for good: clients, programs, workouts and records.",
            "Until then any owner can take that back.",
        ),
        action=("Keep the studio", link),
    )


def deletion_near(name: str, organization: str, when: str, until: str, link: str) -> Letter:
    return Letter(
        subject=f"{organization} will be deleted {when}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"On {until} {organization} is deleted from Stoke for good: clients, programs, workouts and records.",
            "To keep it, sign in as an owner and take the deletion back under Settings, Studio. "
            "To let it happen, do nothing.",
        ),
        action=("Keep the studio", link),
    )


def deletion_taken_back(name: str, organization: str, who: str) -> Letter:
    return Letter(
        subject=f"{organization} stays",
        greeting=f"Hello {name},",
        paragraphs=(f"{who} took back the deletion of {organization}. Everything is there as before.",),
    )


def deleted(name: str, organization: str) -> Letter:
    return Letter(
        subject=f"{organization} was deleted",
        greeting=f"Hello {name},",
        paragraphs=(f"The time to take it back is over, and {organization} was deleted from Stoke with all its data.",),
        footnote="Your own account stays until you close it.",
    )


def join(name: str, organization: str, link: str, days: int) -> Letter:
    return Letter(
        subject=f"Confirm that you want to train with {organization}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"Somebody, probably you, asked to train with {organization} on Stoke with this address.",
            "Confirm it, choose a password, and you are in.",
        ),
        action=("Confirm and join", link),
        footnote=f"The link works once, for {days} days. If you did not ask for this, you can ignore this mail.",
    )


def belongs_already(name: str, organization: str, link: str) -> Letter:
    return Letter(
        subject=f"You belong to {organization} already",
        greeting=f"Hello {name},",
        paragraphs=(
            f"Somebody, probably you, asked to join {organization} on Stoke with this address, "
            "which belongs to it already. Sign in instead.",
        ),
        action=("Sign in", link),
        footnote="If you did not ask for this, you can ignore this mail.",
    )
