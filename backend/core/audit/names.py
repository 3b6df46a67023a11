"""What the subjects of deeds are called, for whoever reads the log: each domain names its own kinds."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from uuid import UUID

from backend.core.db.read import ReadSession

Namer = Callable[[ReadSession, Collection[UUID]], Awaitable[Mapping[UUID, str]]]

_namers: dict[str, Namer] = {}


def names(kind: str) -> Callable[[Namer], Namer]:
    """Register what names the subjects of a kind: (session, ids) → names of those that there are, in one statement.

    Raises ValueError for a kind that is taken.
    """

    def register(namer: Namer) -> Namer:
        if _namers.setdefault(kind, namer) is not namer:
            raise ValueError(f"the audit log's subjects of kind {kind} are named twice")
        return namer

    return register


async def names_of(
    read: ReadSession, subjects: Iterable[tuple[str, UUID]], *, but: Collection[str] = ()
) -> dict[tuple[str, UUID], str]:
    """The names of subjects of the session's organization: one statement for each kind that occurs and has a namer.

    Kinds in `but` are left out: the reader may not know their names.
    """
    by_kind: dict[str, set[UUID]] = {}
    for kind, subject_id in subjects:
        if kind in _namers and kind not in but:
            by_kind.setdefault(kind, set()).add(subject_id)
    return {
        (kind, subject_id): name
        for kind, ids in sorted(by_kind.items())
        for subject_id, name in (await _namers[kind](read, ids)).items()
    }
