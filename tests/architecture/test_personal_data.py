"""Every table that points at a client or a person is somebody's to export and to erase, or says why it is nobody's."""

import pytest
from sqlalchemy import Column, MetaData, Table, Uuid

from backend.core import personal
from backend.core.db.base import Base
from backend.core.retention import rules
from tests.architecture.gates import personal_data

EXEMPT = {
    "api_keys": "belong to staff, who are no clients",
    "audit_entries": "never changed; personal values in it go with the person's key, which privacy destroys",
}


def test_every_table_of_a_person_is_answered_for() -> None:
    assert personal_data.unanswered(Base.metadata, personal.contributions(), EXEMPT) == []


def test_domains_are_asked_from_the_highest_floor_down() -> None:
    names = [contribution.name for contribution in personal.contributions()]
    assert names == ["privacy", "workouts", "training", "clients", "account"]


def test_every_rule_of_retention_has_its_bounds() -> None:
    assert [rule.name for rule in rules() if rule.days is not None and rule.days < rule.least] == []


@pytest.mark.parametrize("column", ["client_id", "user_id", "member_id", "person_id"])
def test_a_planted_table_is_found(column: str) -> None:
    metadata = MetaData()
    Table("planted", metadata, Column("id", Uuid(), primary_key=True), Column(column, Uuid()))
    assert personal_data.unanswered(metadata, [], {}) == [
        f"planted: points at a person by {column}, and nobody answers"
    ]
    assert personal_data.unanswered(metadata, [], {"planted": "why"}) == []
    assert personal_data.unanswered(MetaData(), [], {"gone": "why"}) == ["gone: listed, and needs no exception"]
