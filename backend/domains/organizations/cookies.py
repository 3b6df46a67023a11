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
    common = {"max_age": age, "secure": settings.secure_cookies}
    response.set_cookie(REFRESH, signed_in.refresh_token, path="/api/auth", httponly=True, samesite="strict", **common)
    response.set_cookie(CSRF, csrf, path="/", httponly=False, samesite="strict", **common)
    return csrf


def clear_cookies(response: Response) -> None:
    """Forget the sign-in in the browser."""
    response.delete_cookie(REFRESH, path="/api/auth")
    response.delete_cookie(CSRF, path="/")
