"""Personal records: a pure fold over one client's history of one exercise."""

from backend.domains.workouts.scoring.detection import detect, new_in_session
from backend.domains.workouts.scoring.history import DoneSession, DoneSet, Record, RecordKind

__all__ = ["DoneSession", "DoneSet", "Record", "RecordKind", "detect", "new_in_session"]
