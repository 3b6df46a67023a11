"""Personal data that no export holds and no erasure reaches."""

from collections.abc import Iterable, Mapping

from sqlalchemy import MetaData, Table

from backend.core.personal import Contribution

OF_A_PERSON = ("client_id", "user_id", "member_id", "person_id")


def unanswered(metadata: MetaData, contributions: Iterable[Contribution], exempt: Mapping[str, str]) -> list[str]:
    """Tables with a column that points at a person, named neither by a contribution nor in `exempt`."""
    answered = {table for contribution in contributions for table in contribution.tables}
    found = {table.name: column for table in metadata.sorted_tables if (column := _points(table)) is not None}
    open_ones = sorted(found.keys() - answered - exempt.keys())
    useless = sorted(name for name, reason in exempt.items() if not reason or name in answered or name not in found)
    return [
        *(f"{name}: points at a person by {found[name]}, and nobody answers" for name in open_ones),
        *(f"{name}: listed, and needs no exception" for name in useless),
    ]


def _points(table: Table) -> str | None:
    return next((name for name in OF_A_PERSON if name in table.columns), None)
