"""Arguments of a route, read straight from the request.

FastAPI works out anew for each request what every parameter is, which costs several times what a prepared query does.
For a route that needs nothing but Stoke's own dependencies, path and query parameters and one JSON body, and that
makes its `Response` itself, that is settled once. Where anything about a request is unusual (a value that does not
validate, a body of another type) the caller hands it to FastAPI, which then answers as for every other route.
"""

import inspect
import types
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

import orjson
from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

Dependency: TypeAlias = Callable[..., Awaitable[Any]]
Validate: TypeAlias = Callable[[Any], tuple[Any, Sequence[Any]]]

_MANY = (list, set, frozenset, tuple, Sequence)
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A path or query parameter."""

    name: str
    alias: str
    many: bool
    required: bool
    default: Any
    validate: Validate


class NotPlainError(Exception):
    """This request is one for FastAPI."""


class Direct:
    """How a route's endpoint is called. Made by `direct_call`."""

    def __init__(
        self,
        endpoint: Callable[..., Awaitable[Response]],
        dependencies: Sequence[tuple[str | None, Dependency, str | None]],
        path: Sequence[_Parameter],
        query: Sequence[_Parameter],
        body: tuple[str, Validate] | None,
    ) -> None:
        self._endpoint = endpoint
        self._dependencies = dependencies
        self._path = path
        self._query = query
        self._body = body

    async def __call__(self, request: Request) -> Response:
        """Raises NotPlainError before anything was done for the request."""
        arguments: dict[str, Any] = {}
        for parameter in self._path:
            arguments[parameter.name] = _checked(parameter.validate, request.path_params[parameter.alias])
        if self._query:
            _read_query(self._query, request, arguments)
        if self._body is not None:
            name, validate = self._body
            arguments[name] = _checked(validate, await _json(request))
        for name, call, takes in self._dependencies:
            found = await (call() if takes is None else call(**{takes: request}))
            if name is not None:
                arguments[name] = found
        return await self._endpoint(**arguments)


def direct_call(dependant: Dependant, own: Callable[[object], bool]) -> Direct | None:
    """How to call a route's endpoint, or None where FastAPI has to. `own` knows Stoke's dependencies."""
    endpoint = dependant.call
    if endpoint is None or not inspect.iscoroutinefunction(endpoint):
        return None
    if inspect.signature(endpoint).return_annotation is not Response or _special(dependant):
        return None
    dependencies: list[tuple[str | None, Dependency, str | None]] = []
    for needed in dependant.dependencies:
        if needed.call is None or not own(needed.call) or needed.dependencies or _parameters_of(needed):
            return None
        dependencies.append((needed.name, needed.call, needed.request_param_name))
    path = [_parameter(field) for field in dependant.path_params]
    query = [_parameter(field) for field in dependant.query_params]
    if dependant.header_params or dependant.cookie_params or len(dependant.body_params) > 1:
        return None
    body = None
    for field in dependant.body_params:
        if not _is_model(field.field_info.annotation):
            return None
        body = (field.name, field.validate)
    plain = [parameter for parameter in (*path, *query) if parameter is not None]
    if len(plain) != len(path) + len(query):
        return None
    return Direct(endpoint, dependencies, plain[: len(path)], plain[len(path) :], body)


def query_names(dependant: Dependant) -> frozenset[str]:
    """The query parameters that a route and what it depends on take."""
    own = {
        alias for field in dependant.query_params for alias in (_fields(field.field_info.annotation) or [field.alias])
    }
    return frozenset(own).union(*(query_names(needed) for needed in dependant.dependencies))


def _fields(annotation: Any) -> list[str]:
    kinds = [kind for kind in _kinds(annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return [field.alias or name for kind in kinds for name, field in kind.model_fields.items()]


def _special(dependant: Dependant) -> bool:
    return any(
        name is not None
        for name in (
            dependant.request_param_name,
            dependant.http_connection_param_name,
            dependant.response_param_name,
            dependant.background_tasks_param_name,
            dependant.security_scopes_param_name,
        )
    )


def _parameters_of(dependant: Dependant) -> bool:
    groups = (dependant.path_params, dependant.query_params, dependant.header_params, dependant.cookie_params)
    return any(groups) or bool(dependant.body_params) or dependant.response_param_name is not None


def _parameter(field: Any) -> _Parameter | None:
    info = field.field_info
    required = info.is_required()
    default = None if required else field.get_default()
    if field.validation_alias not in (None, field.alias) or _is_model(info.annotation):
        return None
    if default is not None and not isinstance(default, (bool, int, float, str, Enum)):
        return None
    return _Parameter(field.name, field.alias, _is_many(info.annotation), required, default, field.validate)


def _is_model(annotation: Any) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in _kinds(annotation))


def _is_many(annotation: Any) -> bool:
    return any((get_origin(kind) or kind) in _MANY for kind in _kinds(annotation))


def _kinds(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin is Union or origin is types.UnionType:
        return [kind for part in get_args(annotation) for kind in _kinds(part)]
    return [annotation]


def _read_query(parameters: Sequence[_Parameter], request: Request, arguments: dict[str, Any]) -> None:
    given = request.query_params if request.scope["query_string"] else {}
    for parameter in parameters:
        if parameter.alias in given:
            found = request.query_params
            value = found.getlist(parameter.alias) if parameter.many else found[parameter.alias]
            arguments[parameter.name] = _checked(parameter.validate, value)
        elif parameter.required:
            raise NotPlainError
        else:
            arguments[parameter.name] = parameter.default


async def _json(request: Request) -> Any:
    if request.headers.get("content-type") != _JSON:
        raise NotPlainError
    try:
        found = await request.json()
    except orjson.JSONDecodeError as error:
        raise NotPlainError from error
    if not isinstance(found, dict):
        raise NotPlainError
    return found


def _checked(validate: Validate, value: Any) -> Any:
    found, errors = validate(value)
    if errors:
        raise NotPlainError
    return found


class Index(BaseRoute):
    """Finds a route by the first part of its path below `prefix`, for a router that would ask each in turn.

    Put before the routes themselves, which stay for everything that this one does not find.
    """

    def __init__(self, prefix: str, routes: Sequence[Route]) -> None:
        self._prefix = prefix
        self._by_part: dict[str, list[Route]] = {}
        parts = [route.path.removeprefix(prefix).partition("/")[0] for route in routes]
        # A route that could take another's place by matching any first part ends the index: order decides among them.
        for part, route in zip(parts, routes, strict=True):
            if "{" in part:
                break
            self._by_part.setdefault(part, []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            path: str = scope["path"]
            part = path[len(self._prefix) :].partition("/")[0] if path.startswith(self._prefix) else ""
            for route in self._by_part.get(part, ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, {**found, "stoke.route": route}
        return Match.NONE, {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["stoke.route"].handle(scope, receive, send)
