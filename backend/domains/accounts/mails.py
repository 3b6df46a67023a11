"""What Stoke writes to a person about their account."""

from collections.abc import Callable

from backend.core.mail import Letter

_IGNORE = "If you did not ask for this, you can ignore this mail."


def confirm_address(name: str, link: str) -> Letter:
    return Letter(
        subject="Confirm your e-mail address",
        greeting=f"Hello {name},",
        paragraphs=("Confirm this address and your account is ready.",),
        action=("Confirm address", link),
        footnote=f"The link works once, for 24 hours. {_IGNORE}",
    )


def already_registered(name: str, sign_in: str, forgot: str) -> Letter:
    return Letter(
        subject="You already have an account",
        greeting=f"Hello {name},",
        paragraphs=(
            "Somebody, probably you, tried to sign up with this address, and it has an account already. "
            "Sign in with it instead.",
            f"Forgotten the password? Set a new one: {forgot}",
        ),
        action=("Sign in", sign_in),
        footnote=_IGNORE,
    )


def reset_password(name: str) -> Callable[[str], Letter]:
    """Waits for its link."""
    return lambda link: Letter(
        subject="Set a new password",
        greeting=f"Hello {name},",
        paragraphs=("Somebody, probably you, asked to set a new password for your account.",),
        action=("Set a new password", link),
        footnote=f"The link works once, for one hour. {_IGNORE}",
    )


def contested(name: str) -> Callable[[str], Letter]:
    """Waits for its link."""
    return lambda link: Letter(
        subject="Set your password",
        greeting=f"Hello {name},",
        paragraphs=(
            "Your address is confirmed. It was signed up more than once and with different passwords, perhaps by "
            "somebody else, so none of them counts: set the one that you want.",
        ),
        action=("Set your password", link),
        footnote="The link works once, for one hour. After that, ask for another one where you log in.",
    )


def password_changed(name: str, forgot: str) -> Letter:
    return Letter(
        subject="Your password was changed",
        greeting=f"Hello {name},",
        paragraphs=(
            "The password of your account was changed, and every other device was signed out.",
            f"Was it not you? Set a new password at once: {forgot}",
        ),
    )


def new_device(name: str, device: str, when: str, address: str, security: str, forgot: str) -> Letter:
    return Letter(
        subject=f"A new sign-in: {device}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"Somebody signed in to your account with {device}, on {when}, from the network address {address}. "
            "Was it you? Then there is nothing to do.",
            f"Was it not you? Set a new password at once, which signs out every device: {forgot}",
        ),
        action=("See where you are signed in", security),
    )


def sign_in_copied(name: str, device: str, security: str, forgot: str) -> Letter:
    return Letter(
        subject="We signed out one of your devices",
        greeting=f"Hello {name},",
        paragraphs=(
            f"The sign-in of {device} was used from two places, as happens when somebody has copied it. "
            "We ended it: sign in there again.",
            f"Look through your other sign-ins, and set a new password if there is one that you do not know: {forgot}",
        ),
        action=("See where you are signed in", security),
    )


def account_linked(name: str, provider: str, forgot: str) -> Letter:
    return Letter(
        subject=f"Your {provider} account was connected",
        greeting=f"Hello {name},",
        paragraphs=(
            f"From now on you can sign in with {provider}.",
            f"Was it not you? Set a new password at once, and disconnect it in your settings: {forgot}",
        ),
    )
