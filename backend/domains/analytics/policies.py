"""Whose figures one sees on the home: those of the clients one may see, the archived and inactive left out."""

from sqlalchemy import ColumnElement, and_, literal_column

from backend.core.access import Scope
from backend.domains.clients.models import Client
from backend.domains.clients.policies import visible_to


def coached(scope: Scope) -> ColumnElement[bool]:
    """The active clients within reach, for statements that are prepared once; `looking` gives the parameters."""
    return and_(visible_to(scope), Client.status == literal_column("'active'"))
