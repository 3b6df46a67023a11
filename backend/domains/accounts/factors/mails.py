"""What Stoke writes to a person when what protects their account has changed."""

from backend.core.mail import Letter

ADDED_TOTP = "An authenticator app was added: signing in asks for its code from now on."
REMOVED_TOTP = "The authenticator app was removed."
ADDED_PASSKEY = "A passkey was added: it signs in without the password."
REMOVED_PASSKEY = "A passkey was removed."
NEW_CODES = "New recovery codes were made. Those before do not work any more."
USED_CODE = "A recovery code was used to prove that it is you. It does not work again."
NOTHING_LEFT = "Your account has no second factor now: the password alone opens it."


def protection_changed(name: str, what: list[str], security: str, forgot: str) -> Letter:
    """`what` are the sentences above."""
    return Letter(
        subject="The protection of your account was changed",
        greeting=f"Hello {name},",
        paragraphs=(
            *what,
            f"Was it not you? Set a new password at once, which signs out every device: {forgot}",
        ),
        action=("See how you sign in", security),
    )
