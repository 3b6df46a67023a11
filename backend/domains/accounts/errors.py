"""What can go wrong with an account."""

from backend.core.errors import Forbidden, Gone, Invalid, Unauthenticated


class WrongCredentials(Unauthenticated):
    code = "wrong_credentials"
    title = "Wrong e-mail address or password"


class EmailUnverified(Forbidden):
    """The password is that of a sign-up whose mail waits to be opened, whether the address had an account or not."""

    code = "email_unverified"
    title = "Confirm your e-mail address first: open the link in the mail that we sent you"


class SessionEnded(Unauthenticated):
    code = "session_ended"
    title = "You were signed out. Sign in again"


class WrongCsrfToken(Unauthenticated):
    code = "wrong_csrf_token"
    title = "This request did not come from Stoke's own pages"


class TokenSpent(Gone):
    code = "token_spent"
    title = "This link was used already or has run out"


class WeakPassword(Invalid):
    code = "weak_password"
    title = "Choose another password"
