"""Header fields that protect the browser, on every answer, static files too."""

from backend.core.settings import Settings


def security_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Everything is self-hosted, so the policy names no other origin, and nothing inline is allowed."""
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'" if settings.env == "production" else "'self' ws: wss:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    headers = [
        ("content-security-policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ]
    if settings.secure_cookies:
        headers.append(("strict-transport-security", "max-age=63072000; includeSubDomains"))
    return tuple(headers)
