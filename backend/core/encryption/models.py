"""The table of keys that values may be under."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from backend.core.db.base import Base, GlobalRow


class FieldKey(GlobalRow, Base):
    """A key of STOKE_FIELD_KEYS that a process had: its name and a value that only this key opens, never the key."""

    __tablename__ = "field_keys"
    __global_reason__ = "The keys of encrypted columns are those of the whole installation."
    __table_args__ = (Index("uq_field_keys_name", "name", unique=True),)

    name: Mapped[str]
    probe: Mapped[str]
    """A known text under this key: another key with the same name does not open it."""
    retired_at: Mapped[datetime | None]
    """When `keys rotate` found that no value is under it any more."""
