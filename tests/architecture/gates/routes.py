"""Rules of the routes (rule 10): what each declares, read from the app as it is mounted."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from starlette.routing import BaseRoute, WebSocketRoute

from backend.core.direct import Index
from backend.core.routing import Public, Requires, SignedIn

OPERATION_ID = re.compile(r"[a-z]+(_[a-z0-9]+)*")
WITHOUT_CONTENT = frozenset({202, 204, 303})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, as the app answers it."""

    method: str
    path: str
    operation_id: str
    docstring: str
    declarations: tuple[Requires | SignedIn | Public, ...]
    answers: bool
    """With a response model, or with none on purpose."""

    @property
    def name(self) -> str:
        return name_of(self.method, self.path)


def name_of(method: str, path: str) -> str:
    """What an operation is called in lists: its parameters without their names."""
    return f"{method} {re.sub('{[^}]*}', '{}', path)}"


def walk(app: FastAPI) -> tuple[list[Operation], list[str]]:
    """All operations, and the paths of whatever else is mounted: sockets, plain routes, static files."""
    operations: list[Operation] = []
    others: list[str] = []
    for route in flat(app.routes):
        if isinstance(route, Index):
            # It only finds routes that are in the list themselves.
            continue
        dependant: Dependant | None = getattr(route, "dependant", None)
        original = getattr(route, "original_route", route)
        if dependant is None or isinstance(original, WebSocketRoute) or not hasattr(original, "response_model"):
            mounted = getattr(route, "starlette_route", None) or route
            others.append(str(getattr(mounted, "path", mounted)) or "/")
            continue
        declared = tuple(declarations(dependant))
        operations += [_operation(route, method, declared) for method in sorted(route.methods - {"HEAD"})]
    return operations, others


def undeclared(app: FastAPI, permissions: Collection[str], listed: Mapping[str, str]) -> list[str]:
    """Each operation declares one thing; each other route is listed."""
    operations, others = walk(app)
    found = [sentence for operation in operations for sentence in _wrong(operation, permissions)]
    ids = Counter(operation.operation_id for operation in operations)
    found += [f"{name}: {count} operations have this id" for name, count in ids.items() if count > 1]
    names = Counter(operation.name for operation in operations)
    found += [f"{name}: answered by {count} routes" for name, count in names.items() if count > 1]
    found += [f"{path}: not one of our routes: listed with its reason?" for path in others if path not in listed]
    return found


def unused_permissions(app: FastAPI, permissions: Collection[str], reserved: Mapping[str, str]) -> list[str]:
    """Every permission of the registry guards a route, or is reserved with a reason."""
    used = {
        declaration.permission
        for operation in walk(app)[0]
        for declaration in operation.declarations
        if isinstance(declaration, Requires)
    }
    found = [f"{name}: guards no route and is not reserved" for name in permissions if name not in used | set(reserved)]
    return found + [f"{name}: reserved, though it guards a route" for name in reserved if name in used]


def unproved(app: FastAPI, sensitive: Mapping[str, bool]) -> list[str]:
    """A route asks for a recent proof just where its permission is marked sensitive, by name.

    API keys are never given a sensitive permission, and the editor of roles marks it: both trust that mark.
    """
    found: list[str] = []
    for operation in walk(app)[0]:
        for declared in operation.declarations:
            if isinstance(declared, Requires) and declared.proof != sensitive.get(declared.permission, False):
                asks = "asks for a proof, and is not sensitive" if declared.proof else "is sensitive, and asks for none"
                found.append(f"{operation.name}: {declared.permission} {asks}")
    return found


def missing(app: FastAPI, promised: Iterable[str]) -> list[str]:
    """Promised operations exist with exactly this method and path; PATCH stands beside every PUT."""
    names = {operation.name for operation in walk(app)[0]}
    found = [f"{name}: promised, and not there" for name in promised if name not in names]
    puts = sorted(name for name in names if name.startswith("PUT "))
    return found + [f"{name}: no PATCH beside it" for name in puts if name.replace("PUT", "PATCH", 1) not in names]


def _wrong(operation: Operation, permissions: Collection[str]) -> Iterator[str]:
    name = operation.name
    if len(operation.declarations) != 1:
        yield f"{name}: declares {len(operation.declarations)} of requires, signed_in and public, not one"
    for declaration in operation.declarations:
        if isinstance(declaration, Requires) and declaration.permission not in permissions:
            yield f"{name}: {declaration.permission} is not in the registry"
        if isinstance(declaration, Public) and len(declaration.reason.strip()) < 10:
            yield f"{name}: public without a reason"
    if not operation.docstring.strip():
        yield f"{name}: has no docstring"
    if not OPERATION_ID.fullmatch(operation.operation_id):
        yield f"{name}: the operation id {operation.operation_id!r} is not in snake_case"
    if not operation.path.startswith("/api/"):
        yield f"{name}: not under /api"
    if not operation.answers:
        yield f"{name}: neither a response model nor 202, 204 or 303"


def _operation(route: Any, method: str, declared: tuple[Requires | SignedIn | Public, ...]) -> Operation:
    return Operation(
        method=method,
        path=route.path,
        operation_id=route.operation_id or route.unique_id,
        docstring=route.endpoint.__doc__ or "",
        declarations=declared,
        answers=route.response_model is not None
        or route.status_code in WITHOUT_CONTENT
        or "content" in route.responses.get(200, {}),
    )


def flat(routes: Iterable[BaseRoute]) -> Iterator[Any]:
    """FastAPI keeps an included router as one route and works its own out when asked."""
    for route in routes:
        contexts = getattr(route, "effective_route_contexts", None)
        if contexts is None:
            yield route
        else:
            yield from contexts()


def declarations(dependant: Dependant) -> Iterator[Requires | SignedIn | Public]:
    """What an operation declares: one, if it is right."""
    for below in dependant.dependencies:
        if isinstance(below.call, Requires | SignedIn | Public):
            yield below.call
        yield from declarations(below)
