"""What can go wrong with an account."""

from backend.core.errors import Gone, Invalid, Unauthenticated


class WrongCredentials(Unauthenticated):
    code = "wrong_credentials"
    title = "Wrong e-mail address or password, or the address is not confirmed yet"


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
    title = "Choose a longer password"
