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
