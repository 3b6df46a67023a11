"""What an organization writes to people it invites."""

from backend.core.mail import Letter


def invitation(name: str, organization: str, inviter: str, link: str, days: int) -> Letter:
    return Letter(
        subject=f"{inviter} invites you to train with {organization}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"{inviter} coaches you at {organization} with Stoke: your program, your workouts and your progress "
            "are there, on your phone.",
            "Open the invitation, choose a password, and your first workout is waiting.",
        ),
        action=("Open the invitation", link),
        footnote=f"The link works once, for {days} days. If you do not know {organization}, ignore this mail.",
    )


def staff_invitation(name: str, organization: str, inviter: str, link: str, days: int) -> Letter:
    return Letter(
        subject=f"{inviter} invites you to work at {organization}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"{inviter} would like you on the team of {organization}, who coach with Stoke.",
            "Open the invitation and choose a password; if your address has an account already, enter its own.",
        ),
        action=("Open the invitation", link),
        footnote=f"The link works once, for {days} days. If you do not know {organization}, ignore this mail.",
    )


def member_joined(name: str, who: str, organization: str, link: str) -> Letter:
    return Letter(
        subject=f"{who} has joined {organization}",
        greeting=f"Hello {name},",
        paragraphs=(f"{who} took up your invitation and has an account now.",),
        action=("Open Stoke", link),
        footnote="Which mails you get is set in Stoke, under Notifications.",
    )


def signed_up(name: str, who: str, organization: str, link: str) -> Letter:
    return Letter(
        subject=f"{who} has joined {organization}",
        greeting=f"Hello {name},",
        paragraphs=(f"{who} signed up at your public page, confirmed their address, and is a client now.",),
        action=("Open Stoke", link),
        footnote="Which mails you get is set in Stoke, under Notifications.",
    )


def key_expires(name: str, key: str, organization: str, when: str, until: str, link: str) -> Letter:
    return Letter(
        subject=f"Your API key {key} expires {when}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"On {until} your API key {key} at {organization} expires. Programs that use it are refused from then on.",
            "If they are still needed, give the key a new secret before then: it gets a new time with it, and the old "
            "secret goes on for as long as you choose. If not, do nothing.",
        ),
        action=("Open API keys", link),
    )
