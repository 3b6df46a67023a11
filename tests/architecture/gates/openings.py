"""The rule of openings (docs/privacy.md): an answer that shows a client to somebody else tells the client of it.

Every operation whose permission is about clients, reading or changing, names `openings.note` in its own code or in what
that names, or is listed with the reason why it shows nobody. Which classes it tells of, the tests of its domain ask.
"""

from collections.abc import Collection, Mapping

from fastapi import FastAPI

from backend.core.openings import OpeningsLog
from backend.core.routing import Requires
from tests.architecture.gates.deeds import names_in
from tests.architecture.gates.routes import declarations, flat, name_of

_NOTING = frozenset({OpeningsLog.note.__name__, OpeningsLog.note_of.__name__})


def untold(
    app: FastAPI, about_clients: Collection[str], listed: Mapping[str, str], besides: Collection[str]
) -> list[str]:
    """What shows a client and tells nobody; `besides` are operations that do so without such a permission."""
    silent, known = set[str](), set[str]()
    for route in flat(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None or not hasattr(route, "response_model"):
            continue
        names = {name_of(method, route.path) for method in route.methods or () if method != "HEAD"}
        asked = {each.permission for each in declarations(dependant) if isinstance(each, Requires)}
        if asked.isdisjoint(about_clients) and names.isdisjoint(besides):
            continue
        known |= names
        if not any({"openings", noting} <= each for noting in _NOTING for each in names_in([route.endpoint])):
            silent |= names
    found = [
        f"{name}: shows a client and notes no opening, and is not listed" for name in sorted(silent - listed.keys())
    ]
    found += [f"{name}: listed, though it notes an opening" for name in sorted(listed.keys() & (known - silent))]
    return found + [f"{name}: listed, and not there" for name in sorted({*listed, *besides} - known)]
