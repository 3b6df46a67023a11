"""The API's description, completed where a rule says more than each route could repeat."""

from collections.abc import Iterator
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from backend.core.errors import Forbidden, NotFound, ProofRequired, StokeError, TooLarge, Unauthenticated, ViewingAs
from backend.core.idempotency import KeyReused
from backend.core.routing import KeptAnswers, Requires, SignedIn, write_session

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

PERMISSION = "x-permission"
"""The permission that an operation needs."""
BY_KEY = "x-api-key"
"""Whether an API key that has the permission may use the operation."""

_KEEPING = get_args(KeptAnswers)[1].dependency

_TOKEN, _API_KEY = "token", "api_key"
_SCHEMES: dict[str, Any] = {
    _TOKEN: {"type": "http", "scheme": "bearer", "description": "The access token of a sign-in. Lasts 15 minutes."},
    _API_KEY: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "stoke_…",
        "description": "An API key: acts for the member who made it, within the permissions that it was given.",
    },
}

_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same body, it gets the first answer, and nothing is done twice. Kept 48 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


_VIEW_AS: dict[str, Any] = {
    "name": "X-View-As",
    "in": "header",
    "required": False,
    "description": "A role: answers what somebody of it would see. Never more than one sees oneself, and not by a key; "
    "a request that writes gets `viewing_as`.",
    "schema": {"type": "string", "examples": ["trainer"]},
}

_LIMITS: dict[str, Any] = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "RateLimit-Limit": {"description": "Requests a window.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "Requests left in this window.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until the next window.", "schema": {"type": "integer"}},
}


def complete(app: FastAPI) -> None:
    """Add to `app.openapi()` what follows from what a route declares: how to sign in, its errors, and its headers."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            components = schema.setdefault("components", {})
            components |= {"securitySchemes": _SCHEMES, "headers": _LIMITS}
            for route in app.routes:
                if isinstance(route, APIRoute) and route.include_in_schema:
                    for method in route.methods or ():
                        _complete(schema["paths"][route.path_format][method.lower()], route, method)
        return app.openapi_schema or {}

    app.openapi = described


def _complete(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    calls = list(_calls(route.dependant))
    errors: list[type[StokeError]] = []
    for needed in (call for call in calls if isinstance(call, Requires | SignedIn)):
        by_key = isinstance(needed, Requires) and not needed.proof
        operation["security"] = [{_TOKEN: []}, {_API_KEY: []}] if by_key else [{_TOKEN: []}]
        errors += [Unauthenticated, Forbidden, *([ProofRequired] if needed.proof else [])]
        if isinstance(needed, Requires):
            operation[PERMISSION], operation[BY_KEY] = needed.permission, by_key
        if method == "GET":
            operation.setdefault("parameters", []).append(_VIEW_AS)
            errors.append(NotFound)  # no such role to look as
        else:
            errors.append(ViewingAs)
    if route.dependant.path_params:
        errors.append(NotFound)
    if "requestBody" in operation:
        errors.append(TooLarge)
    if method == "POST" and "security" in operation and write_session in calls:
        errors.append(KeyReused)
        operation.setdefault("parameters", []).append(_KEY)
    responses: dict[str, Any] = operation["responses"]
    if _KEEPING in calls:
        responses["304"] = {"description": "The answer of If-None-Match is still the right one"}
    for error in errors:
        response = responses.setdefault(str(error.status), {"description": ""})
        line = f"`{error.code}`: {error.title}"
        if line not in response["description"]:
            response["description"] = "; ".join(filter(None, (line, response["description"])))
        response["content"] = PROBLEM
    for response in responses.values():
        if "application/problem+json" in response.get("content", {}):
            response["content"] = PROBLEM
    responses["429"]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in _LIMITS}
    operation["responses"] = dict(sorted(responses.items()))


def _calls(dependant: Dependant) -> Iterator[Any]:
    for below in dependant.dependencies:
        yield below.call
        yield from _calls(below)
