"""The cookies of a sign-in."""

from fastapi import Response

from backend.core.settings import Settings
from backend.domains.accounts.sessions import SignedIn, csrf_token

REFRESH = "stoke_refresh"
CSRF = "stoke_csrf"


def set_cookies(response: Response, settings: Settings, signed_in: SignedIn) -> str:
    """Set both cookies; answers the CSRF token. Without `remembered` they go with the browser."""
    csrf = csrf_token(settings.secret_key.get_secret_value(), signed_in.session_id)
    age = settings.refresh_token_days * 86_400 if signed_in.remembered else None
    for name, value, path, hidden in ((REFRESH, signed_in.refresh_token, "/api/auth", True), (CSRF, csrf, "/", False)):
        response.set_cookie(
            name, value, max_age=age, path=path, secure=settings.secure_cookies, httponly=hidden, samesite="strict"
        )
    return csrf


def clear_cookies(response: Response) -> None:
    """Forget the sign-in in the browser."""
    response.delete_cookie(REFRESH, path="/api/auth")
    response.delete_cookie(CSRF, path="/")
