"""Rules of the audit log (issue 4): what a route changes is written down there.

Whether a route does so is read from the compiled code: which functions it names, what these name in turn, until one of
them is `record`. That says that there is a way to it, not that every way leads there: what is told, and when, the tests
in `tests/audit` ask of the running app.
"""

import dis
from collections.abc import Callable, Collection, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from backend.core.audit import record
from tests.architecture.gates.routes import flat, name_of

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_ATTRIBUTES = frozenset({"LOAD_ATTR", "LOAD_METHOD"})
_NAMES = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})


def untold(app: FastAPI, listed: Mapping[str, str]) -> list[str]:
    """Each operation that writes reaches `record`, or is listed with a reason; nothing is listed that does."""
    silent = {name for name, called in _writing(app) if not reaches_record(called)}
    names = {name for name, _ in _writing(app)}
    found = [f"{name}: leaves no deed in the audit log, and is not listed" for name in sorted(silent - listed.keys())]
    found += [f"{name}: listed, though it leaves a deed" for name in sorted(listed.keys() & (names - silent))]
    return found + [f"{name}: listed, and not there" for name in sorted(listed.keys() - names)]


def reaches_record(called: Collection[Callable[..., Any]]) -> bool:
    """Whether any of these functions, or one that they name, writes a deed down."""
    return any(function is record for function in _reached(called))


def names_in(called: Collection[Callable[..., Any]]) -> Iterator[frozenset[str]]:
    """What the code of each of these functions calls by name, and of those that they name: attributes among it."""
    for function in _reached(called):
        yield frozenset(function.__code__.co_names)


def _reached(called: Collection[Callable[..., Any]]) -> Iterator[FunctionType]:
    waiting, known = [_plain(one) for one in called], set[int]()
    while waiting:
        function = waiting.pop()
        if function is None or id(function) in known:
            continue
        yield function
        known.add(id(function))
        waiting += [_plain(one) for one in _named(function.__code__, function)]


def _writing(app: FastAPI) -> Iterator[tuple[str, list[Callable[..., Any]]]]:
    """The operations that write, with their own function and those that they depend on."""
    for route in flat(app.routes):
        dependant: Dependant | None = getattr(route, "dependant", None)
        if dependant is None or not hasattr(route, "response_model"):
            continue
        for method in sorted((route.methods or set[str]()) & WRITING):
            yield name_of(method, route.path), [route.endpoint, *_below(dependant)]


def _below(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for below in dependant.dependencies:
        if below.call is not None:
            yield below.call
        yield from _below(below)


def _plain(value: object) -> FunctionType | None:
    """The function behind a value, if it is one of ours."""
    inner = getattr(value, "__wrapped__", value)
    function = getattr(inner, "__func__", inner)
    if isinstance(function, FunctionType) and function.__module__.startswith(("backend.", "tests.")):
        return function
    return None


def _named(code: CodeType, function: FunctionType) -> Iterator[object]:
    """What a function's code names: globals, what it closes over, and attributes of modules and classes among them."""
    within = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    value: object = None
    for step in dis.get_instructions(code):
        if step.opname in _NAMES:
            value = function.__globals__.get(str(step.argval))
        elif step.opname == "LOAD_DEREF" and step.argval in within:
            value = within[step.argval].cell_contents
        elif step.opname in _ATTRIBUTES and isinstance(value, ModuleType | type):
            value = getattr(value, str(step.argval), None)
        else:
            value = None
        if value is not None:
            yield value
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named(constant, function)
