"""A migration can run while the app serves: on ours, and on planted violations of each rule."""

from pathlib import Path

import pytest

from tests.architecture.gates import migrations
from tests.architecture.gates.tree import ROOT, copy_of, plant

HEAD = "from alembic import op\nimport sqlalchemy as sa\nrevision = '0900'\ndown_revision = {last!r}\n"

PLANTS = [
    ("op.create_index('ix_planted', 'members', ['name'])", "require-concurrent-index-creation"),
    ("op.drop_index('ix_members_by_user', table_name='members')", "require-concurrent-index-deletion"),
    ("op.execute('CREATE INDEX CONCURRENTLY x ON members (name)')", "ban-concurrent-index-creation-in-transaction"),
    ("op.add_column('members', sa.Column('x', sa.Text(), server_default=sa.text('gen_random_uuid()')))",
     "adding-field-with-default"),
    ("op.add_column('members', sa.Column('x', sa.Integer(), nullable=False))", "adding-required-field"),
    ("op.alter_column('members', 'name', type_=sa.Text(), existing_type=sa.String(10))", "changing-column-type"),
    ("op.alter_column('members', 'name', nullable=False)", "adding-not-nullable-field"),
    ("op.create_foreign_key('fk_x', 'members', 'users', ['user_id'], ['id'])", "adding-foreign-key-constraint"),
    ("op.create_check_constraint('ck_x', 'members', 'true')", "constraint-missing-not-valid"),
    ("op.create_unique_constraint('uq_x', 'members', ['name'])", "disallowed-unique-constraint"),
    ("op.drop_column('members', 'name')", "ban-drop-column"),
    ("op.drop_table('members')", "ban-drop-table"),
    ("op.alter_column('members', 'name', new_column_name='label')", "renaming-column"),
    ("op.rename_table('members', 'people')", "renaming-table"),
    ("op.execute('VACUUM FULL members')", "vacuum-full"),
    ("op.execute('CLUSTER members')", "cluster"),
    ("op.execute('LOCK TABLE members')", "lock-table"),
    ("op.execute('TRUNCATE members')", "truncate"),
    ("op.execute('REFRESH MATERIALIZED VIEW totals')", "refresh-view"),
    ("op.execute('REINDEX TABLE members')", "require-concurrent-reindex"),
    ("op.execute('UPDATE members SET name = name')", "unbatched-write"),
    ("op.execute('DELETE FROM members')", "unbatched-write"),
    ("op.execute('WITH x AS (UPDATE members SET name = name RETURNING 1) SELECT 1 FROM x')", "unbatched-write"),
    ("op.execute('INSERT INTO members SELECT * FROM members')", "unbatched-write"),
    ("op.execute('ALTER TABLE members ADD COLUMN x bigserial')", "table-rewrite"),
    ("op.execute('ALTER TABLE members ADD COLUMN x int GENERATED ALWAYS AS IDENTITY')", "table-rewrite"),
    ("op.execute(\"SELECT set_config('lock_timeout', '0', false)\")", "no-timeout"),
    ("op.execute('ALTER TABLE members DISABLE ROW LEVEL SECURITY')", "row-level-security"),
    ("op.execute('ALTER TABLE members NO FORCE ROW LEVEL SECURITY')", "row-level-security"),
    ("op.execute('DROP POLICY tenant ON members')", "row-level-security"),
    ("op.execute('CREATE POLICY x ON members AS RESTRICTIVE USING (false)')", "row-level-security"),
    ("op.execute('REVOKE SELECT ON members FROM stoke_app')", "revoke"),
    (
        "op.execute('CREATE TRIGGER x BEFORE UPDATE ON members FOR EACH ROW EXECUTE FUNCTION y()')",
        "trigger",
    ),
    ("op.execute('CREATE OR REPLACE FUNCTION y() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$')", "function-changed"),
    ("op.execute('DROP FUNCTION y()')", "function-changed"),
    ("op.execute('DO $$ BEGIN NULL; END $$')", "unseen-sql"),
    ("op.get_bind().execute(sa.text('SELECT 1')).scalar()", "unseen-sql"),
    ("op.execute('SET lock_timeout = 0')", "no-timeout"),
    ("op.execute('RESET statement_timeout')", "no-timeout"),
    ("op.execute('ALTER TABLE members SET UNLOGGED')", "table-rewrite"),
    ("op.execute('ALTER TABLE audits ATTACH PARTITION members DEFAULT')", "attach-partition"),
]  # fmt: skip

SAFE = [
    "op.add_column('members', sa.Column('x', sa.Integer(), nullable=True))",
    "op.add_column('members', sa.Column('x', sa.BigInteger(), server_default='0', nullable=False))",
    "op.create_table('new', sa.Column('id', sa.Uuid(), primary_key=True), sa.Column('x', sa.Text()))\n"
    "    op.create_index('ix_new', 'new', ['x'])\n"
    "    op.execute('UPDATE new SET x = 1')",
    "op.execute('ALTER TABLE members ADD CONSTRAINT ck_x CHECK (true) NOT VALID')",
    "with op.get_context().autocommit_block():\n"
    "        op.execute('CREATE INDEX CONCURRENTLY IF NOT EXISTS x ON members (name)')",
    "op.execute(\"SET LOCAL statement_timeout = '10min'\")",
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to plant in."""
    return copy_of(tmp_path_factory.mktemp("migrations"), "migrations")


def _planted(tree: Path, upgrade: str, reasons: str = "") -> list[str]:
    """What is found in a migration with this upgrade, after all others."""
    name = "migrations/versions/0900_planted.py"
    (tree / name).unlink(missing_ok=True)
    last = max(path.name[:4] for path in (tree / "migrations" / "versions").glob("*.py"))
    plant(tree, name, f"{HEAD.format(last=last)}{reasons}\ndef upgrade() -> None:\n    {upgrade}\n")
    return [sentence for sentence in migrations.unsafe(tree) if sentence.startswith(name)]


def test_our_migrations_are_safe_or_say_why() -> None:
    assert migrations.unsafe(ROOT) == []


@pytest.mark.parametrize(("upgrade", "rule"), PLANTS)
def test_a_planted_danger_is_found(tree: Path, upgrade: str, rule: str) -> None:
    assert f": {rule}: " in "\n".join(_planted(tree, upgrade))


@pytest.mark.parametrize("upgrade", SAFE)
def test_what_is_safe_is_let_through(tree: Path, upgrade: str) -> None:
    assert _planted(tree, upgrade) == []


def test_a_reason_covers_its_rule_alone(tree: Path) -> None:
    reasons = "SAFE_BECAUSE = {'ban-drop-column': 'no code has read it since the release before'}\n"
    assert _planted(tree, "op.drop_column('members', 'name')", reasons) == []
    assert "ban-drop-table" in "".join(_planted(tree, "op.drop_table('members')", reasons))


def test_a_reason_without_need_or_words_is_found(tree: Path) -> None:
    assert "does not do" in "".join(
        _planted(tree, "pass", "SAFE_BECAUSE = {'ban-drop-table': 'it is not read any more'}\n")
    )
    (found,) = _planted(tree, "op.drop_table('members')", "SAFE_BECAUSE = {'ban-drop-table': 'ok'}\n")
    assert "no reason" in found
