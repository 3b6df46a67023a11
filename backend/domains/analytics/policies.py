"""Whose figures one sees on the home: those of the clients one may see, the archived and inactive left out."""

from sqlalchemy import ColumnElement, and_

from backend.core.access import Access
from backend.domains.clients.models import Client
from backend.domains.clients.policies import visible_clients


def coached_clients(access: Access) -> ColumnElement[bool]:
    """The active clients within one's reach."""
    return and_(visible_clients(access), Client.status == "active")
