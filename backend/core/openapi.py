"""The API's description, completed where a rule says more than each route could repeat."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from backend.core.errors import Forbidden, NotFound, StokeError, TooLarge, Unauthenticated
from backend.core.idempotency import KeyReused
from backend.core.routing import Requires, SignedIn, write_session

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

PERMISSION = "x-permission"
"""The permission that an operation needs."""
BY_KEY = "x-api-key"
"""Whether an API key that has the permission may use the operation."""

_BEARER = "The access token of a sign-in, or an API key."

_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same body, it gets the first answer, and nothing is done twice. Kept 48 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def complete(app: FastAPI) -> None:
    """Add to `app.openapi()` the errors that follow from what a route declares, the key of a POST, and the token."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            components = schema.setdefault("components", {})
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": _BEARER}}
            for route in app.routes:
                if isinstance(route, APIRoute) and route.include_in_schema:
                    for method in route.methods or ():
                        _complete(schema["paths"][route.path_format][method.lower()], route, method)
        return app.openapi_schema or {}

    app.openapi = described


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    calls = list(_calls(route.dependant))
    errors: list[type[StokeError]] = []
    if any(isinstance(call, Requires | SignedIn) for call in calls):
        operation["security"] = [{"token": []}]
        errors.append(Unauthenticated)
    for needed in (call for call in calls if isinstance(call, Requires)):
        errors.append(Forbidden)
        operation[PERMISSION], operation[BY_KEY] = needed.permission, not needed.proof
    if route.dependant.path_params:
        errors.append(NotFound)
    if "requestBody" in operation:
        errors.append(TooLarge)
    if method == "POST" and "security" in operation and write_session in calls:
        errors.append(KeyReused)
        operation.setdefault("parameters", []).append(_KEY)
    responses: dict[str, Any] = operation["responses"]
    for error in errors:
        response = responses.setdefault(str(error.status), {"description": ""})
        line = f"`{error.code}`: {error.title}"
        if line not in response["description"]:
            response["description"] = "; ".join(filter(None, (line, response["description"])))
        response["content"] = PROBLEM
    for response in responses.values():
        if "application/problem+json" in response.get("content", {}):
            response["content"] = PROBLEM
    operation["responses"] = dict(sorted(responses.items()))


def _calls(dependant: Dependant) -> Iterator[Any]:
    for below in dependant.dependencies:
        yield below.call
        yield from _calls(below)
