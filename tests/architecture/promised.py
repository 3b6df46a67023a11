"""The operations that integrators were promised and that are due, with exactly these methods and paths."""

RESERVED_PERMISSIONS: dict[str, str] = {"clients:health": "narrows a field of clients, whatever the route"}
"""Permissions of the registry that guard no route yet, and why they are there."""


def _operations(text: str) -> tuple[str, ...]:
    """`GET PUT /path · /path` by line → one name for each method and path."""
    found: list[str] = []
    for line in text.strip().splitlines():
        words = line.split()
        methods = [word for word in words if word.isupper()]
        found += [f"{method} /api{path}" for path in words if path.startswith("/") for method in methods]
    return tuple(found)


OPERATIONS = _operations(
    """
    POST /auth/register /auth/login /auth/logout /auth/refresh /auth/forgot-password /auth/reset-password
    GET POST /clients
    GET PUT DELETE /clients/{}
    GET /clients/{}/programs /clients/{}/workout-history
    GET POST /exercises
    GET POST /templates
    GET PUT /templates/{}
    POST /templates/{}/assign
    GET PUT /programs/{}
    GET /programs/{}/workouts
    GET /workouts/{}
    POST /workouts/{}/complete
    """
)

WITHOUT_A_DEED: dict[str, str] = {
    "POST /api/auth/external/{}": "sets out to sign in elsewhere; what comes back is the deed, or the failure",
    "POST /api/auth/me/external/{}": "sets out to link an account; nothing is linked until it comes back",
    "POST /api/auth/factors/passkeys/options": "asks the browser for a passkey; adding it is the deed",
    "POST /api/auth/factors/totp": "shows a secret that counts for nothing until a code of it was given",
    "POST /api/auth/passkey/options": "asks for a passkey before anyone is known; signing in is the deed",
    "POST /api/auth/prove/passkey": "asks for a passkey; the proof itself is the deed",
    "POST /api/auth/forgot-password": "nobody is known yet, and the log would name them; setting the password is it",
    "POST /api/auth/resend-verification": "mails again what was mailed; confirming the address is the deed",
    "POST /api/auth/switch": "looks at another studio of one's own; a log must not tell one studio of the other",
    "POST /api/join/{}": "mails a link, and nobody belongs here until they open it; joining is the deed",
    "POST /api/templates/{}/preview": "reads: what it would plan is too long for an address",
}
"""Operations that write and are not in the audit log, by decision."""

WITHOUT_AN_OPENING: dict[str, str] = {
    "GET /api/clients": "a list of many clients",
    "GET /api/clients/counts": "numbers",
    "GET /api/clients/{}/exports": "which archives there are; fetching one is the opening",
    "GET /api/clients/{}/openings": "who looked, not at what",
    "GET /api/home": "a list of many clients",
    "POST /api/clients/hand-over": "answers a number",
    "POST /api/clients/{}/exports": "begins an archive; fetching it is the opening",
    "POST /api/clients/{}/exports/{}/link": "a link; fetching the archive by it is the opening",
    "POST /api/templates/{}/assign": "answers what was planned just now, for many, and nothing of theirs",
}
"""Operations about clients that note no opening, by decision."""

OPENINGS_BESIDES = ["GET /api/privacy/downloads/{}"]
"""Operations that show a client without a permission about clients: a link stands for it."""
