"""Who can sign in to the demo studio. `make up` prints these; production has no demo data."""

from dataclasses import dataclass

PASSWORD = "train-hard-rest-well"  # noqa: S105 - the demo's sign-in is meant to be known


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demo sign-in."""

    role: str
    name: str
    email: str
    password: str = PASSWORD


OWNER = SignIn("owner", "Nora Berg", "nora@northbarbell.example")
TRAINERS = (
    SignIn("trainer", "Jonas Lind", "jonas@northbarbell.example"),
    SignIn("trainer", "Amina Haddad", "amina@northbarbell.example"),
    SignIn("trainer", "Luca Conti", "luca@northbarbell.example"),
)
CLIENT = SignIn("client", "Mia Rossi", "mia@example.com")
SECOND_CLIENT = SignIn("client", "Pavel Dvořák", "pavel@example.com")

SIGN_INS = (OWNER, TRAINERS[0], CLIENT)
"""What `make up` prints: one of each role."""
