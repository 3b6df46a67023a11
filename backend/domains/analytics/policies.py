"""Whose figures one sees on the home: those of the clients one may see, the archived and inactive left out.

Clients who keep their training to themselves count as clients, and have no figures.
"""

from sqlalchemy import ColumnElement, and_, literal_column

from backend.core.access import Scope
from backend.core.openings import DataClass
from backend.domains.clients.models import Client
from backend.domains.clients.policies import shared, visible_to


def active(scope: Scope) -> ColumnElement[bool]:
    """The active clients within reach, for statements that are prepared once; `looking` gives the parameters."""
    return and_(visible_to(scope), Client.status == literal_column("'active'"))


def coached(scope: Scope) -> ColumnElement[bool]:
    """Those of them whose training one sees."""
    return and_(active(scope), shared(DataClass.TRAINING, scope))
