"""training"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import security

TENANT_TABLES = (
    "exercises",
    "program_templates",
    "template_exercises",
    "programs",
    "program_advances",
    "workouts",
)

SEARCH = f"""
CREATE FUNCTION search_exercises(needle text) RETURNS TABLE (id uuid, rank integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = '0.35'
AS $$
#variable_conflict use_column
DECLARE
    tenant uuid := {security.TENANT};
    patterns text[] := ARRAY(SELECT '%' || word || '%' FROM unnest(string_to_array(needle, ' ')) AS word);
    longest text := (SELECT p FROM unnest(patterns) AS p ORDER BY length(p) DESC LIMIT 1);
BEGIN
    RETURN QUERY
    SELECT e.id, CASE
        WHEN e.name_key = needle THEN 0
        WHEN e.name_key LIKE needle || '%' THEN 1000
        WHEN e.name_key LIKE '% ' || needle || '%' THEN 2000
        WHEN e.search_text LIKE '%| ' || needle || '%' THEN 3000
        ELSE 4000
    END
    FROM (
        SELECT l.id, l.name_key, l.search_text FROM public.library_exercises AS l
        WHERE l.search_text LIKE longest AND l.search_text LIKE ALL (patterns)
        UNION ALL
        SELECT o.id, o.name_key, o.search_text FROM public.exercises AS o
        WHERE o.organization_id = tenant AND o.library_id IS NULL
          AND o.search_text LIKE longest AND o.search_text LIKE ALL (patterns)
    ) AS e;
    IF NOT FOUND THEN
        RETURN QUERY
        SELECT e.id, 5000 + round(999 * (1 - 0.7 * public.word_similarity(needle, e.search_text)
                                           - 0.3 * public.similarity(needle, e.name_key)))::integer
        FROM (
            SELECT l.id, l.name_key, l.search_text FROM public.library_exercises AS l
            WHERE needle OPERATOR(public.<%) l.search_text
            UNION ALL
            SELECT o.id, o.name_key, o.search_text FROM public.exercises AS o
            WHERE o.organization_id = tenant AND o.library_id IS NULL
              AND needle OPERATOR(public.<%) o.search_text
        ) AS e;
    END IF;
END
$$
"""
"""Built-in exercises and those of the session's organization that match a folded text, the best with the lowest rank:
the name itself, its beginning, the beginning of a word in it or of an alias, all words somewhere. Only where nothing
has all the words, what is similar (pg_trgm: mostly the best part of the text, a little the name as a whole, so that
the plain exercise comes before its variants): a typo is then likely, and scoring similarity costs most."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercise_categories",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["exercise_categories.id"], name=op.f("fk_exercise_categories_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_categories")),
    )
    op.create_index("uq_exercise_categories_slug", "exercise_categories", ["slug"], unique=True)
    op.create_table(
        "library_exercises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("aliases", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("movement_pattern", sa.String(), nullable=False),
        sa.Column("mechanics", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("measurement", sa.String(), nullable=False),
        sa.Column("unilateral", sa.Boolean(), nullable=False),
        sa.Column("primary_muscles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("secondary_muscles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("equipment", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("cues", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("substitutes", sa.ARRAY(sa.UUID()), nullable=False),
        sa.Column("bodyweight_load", sa.Double(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["exercise_categories.id"], name=op.f("fk_library_exercises_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_exercises")),
    )
    op.create_index("ix_library_exercises_name", "library_exercises", ["name_key", "id"], unique=False)
    op.create_index(
        "ix_library_exercises_search",
        "library_exercises",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index("uq_library_exercises_slug", "library_exercises", ["slug"], unique=True)
    op.create_table(
        "exercises",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("library_id", sa.Uuid(), nullable=True),
        sa.Column("video_url", sa.String(), nullable=True),
        sa.Column("created_by_member_id", sa.Uuid(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("aliases", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("movement_pattern", sa.String(), nullable=False),
        sa.Column("mechanics", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("measurement", sa.String(), nullable=False),
        sa.Column("unilateral", sa.Boolean(), nullable=False),
        sa.Column("primary_muscles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("secondary_muscles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("equipment", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("cues", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("substitutes", sa.ARRAY(sa.UUID()), nullable=False),
        sa.Column("bodyweight_load", sa.Double(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("bodyweight_load BETWEEN 0 AND 1", name=op.f("ck_exercises_bodyweight_load")),
        sa.CheckConstraint("library_id IS NOT NULL OR created_by_member_id IS NOT NULL", name=op.f("ck_exercises_own")),
        sa.CheckConstraint("library_id IS NULL OR library_id = id", name=op.f("ck_exercises_copy")),
        sa.ForeignKeyConstraint(["category_id"], ["exercise_categories.id"], name=op.f("fk_exercises_category_id")),
        sa.ForeignKeyConstraint(["library_id"], ["library_exercises.id"], name=op.f("fk_exercises_library_id")),
        sa.ForeignKeyConstraint(
            ["organization_id", "created_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_exercises_organization_id_created_by_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_exercises")),
    )
    op.create_index(
        "ix_exercises_name",
        "exercises",
        ["organization_id", "name_key", "id"],
        unique=False,
        postgresql_where=sa.text("library_id IS NULL"),
    )
    op.create_index(
        "ix_exercises_search",
        "exercises",
        ["organization_id", "search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
        postgresql_where=sa.text("library_id IS NULL"),
    )
    op.create_index(
        "uq_exercises_name",
        "exercises",
        ["organization_id", "name_key"],
        unique=True,
        postgresql_where=sa.text("library_id IS NULL AND archived_at IS NULL"),
    )
    op.create_table(
        "program_templates",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("goal", sa.String(), nullable=True),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("workouts", sa.Integer(), nullable=False),
        sa.Column("created_by_member_id", sa.Uuid(), nullable=False),
        sa.Column("updated_by_member_id", sa.Uuid(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "level IN ('beginner', 'intermediate', 'advanced')", name=op.f("ck_program_templates_level")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_program_templates_version")),
        sa.ForeignKeyConstraint(
            ["organization_id", "created_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_program_templates_organization_id_created_by_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "updated_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_program_templates_organization_id_updated_by_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_program_templates")),
    )
    op.create_index(
        "ix_program_templates_name", "program_templates", ["organization_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "ix_program_templates_updated", "program_templates", ["organization_id", "updated_at", "id"], unique=False
    )
    op.create_table(
        "programs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("training_days", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("outline", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("current_phase", sa.Integer(), nullable=False),
        sa.Column("current_week", sa.Integer(), nullable=False),
        sa.Column("total_workouts", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_member_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("mode IN ('static', 'dynamic')", name=op.f("ck_programs_mode")),
        sa.CheckConstraint("status IN ('active', 'completed', 'cancelled')", name=op.f("ck_programs_status")),
        sa.CheckConstraint("current_phase > 0 AND current_week > 0", name=op.f("ck_programs_pointer")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_programs_dates")),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_programs_organization_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "created_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_programs_organization_id_created_by_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "template_id"],
            ["program_templates.organization_id", "program_templates.id"],
            name=op.f("fk_programs_organization_id_template_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_programs")),
    )
    op.create_index("ix_programs_client", "programs", ["organization_id", "client_id", "status"], unique=False)
    op.create_index("ix_programs_template", "programs", ["organization_id", "template_id"], unique=False)
    op.create_index(
        "uq_programs_open",
        "programs",
        ["organization_id", "client_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "template_exercises",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "exercise_id"],
            ["exercises.organization_id", "exercises.id"],
            name=op.f("fk_template_exercises_organization_id_exercise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "template_id"],
            ["program_templates.organization_id", "program_templates.id"],
            name=op.f("fk_template_exercises_organization_id_template_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_template_exercises")),
    )
    op.create_index(
        "ix_template_exercises_exercise", "template_exercises", ["organization_id", "exercise_id"], unique=False
    )
    op.create_index(
        "uq_template_exercises", "template_exercises", ["organization_id", "template_id", "exercise_id"], unique=True
    )
    op.create_table(
        "program_advances",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("from_phase", sa.Integer(), nullable=False),
        sa.Column("from_week", sa.Integer(), nullable=False),
        sa.Column("to_phase", sa.Integer(), nullable=True),
        sa.Column("to_week", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_member_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("reason IN ('completion', 'trainer', 'finished')", name=op.f("ck_program_advances_reason")),
        sa.ForeignKeyConstraint(
            ["organization_id", "actor_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_program_advances_organization_id_actor_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_program_advances_organization_id_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_program_advances")),
    )
    op.create_index(
        "ix_program_advances_program", "program_advances", ["organization_id", "program_id", "at"], unique=False
    )
    op.create_table(
        "workouts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scheduled_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), server_default="planned", nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("exercises", sa.Integer(), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name=op.f("ck_workouts_completed")),
        sa.CheckConstraint(
            "status IN ('planned', 'completed', 'skipped', 'cancelled')", name=op.f("ck_workouts_status")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_workouts_organization_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "program_id"],
            ["programs.organization_id", "programs.id"],
            name=op.f("fk_workouts_organization_id_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_workouts")),
    )
    op.create_index("ix_workouts_client", "workouts", ["organization_id", "client_id", "scheduled_on"], unique=False)
    op.create_index(
        "ix_workouts_planned",
        "workouts",
        ["organization_id", "scheduled_on"],
        unique=False,
        postgresql_where=sa.text("status = 'planned'"),
    )
    op.create_index(
        "ix_workouts_program", "workouts", ["organization_id", "program_id", "phase", "week", "day"], unique=True
    )
    for table in ("exercise_categories", "library_exercises"):
        security.enable(table)
        security.policy(table, "everyone", "true", command="SELECT", grants="SELECT")
        op.execute(f"CREATE POLICY deployment ON {table} TO stoke_owner USING (true) WITH CHECK (true)")
    for table in TENANT_TABLES:
        security.protect_tenant(table)
    _protect_search()


def _protect_search() -> None:
    for table in ("library_exercises", "exercises"):
        op.execute(f"CREATE POLICY search ON {table} FOR SELECT TO {security.SEARCH} USING (true)")
        op.execute(f"GRANT SELECT ON {table} TO {security.SEARCH}")
    op.execute(f"SET ROLE {security.SEARCH}")
    op.execute(SEARCH)
    op.execute("REVOKE ALL ON FUNCTION search_exercises(text) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION search_exercises(text) TO {security.APP}")
    op.execute("RESET ROLE")


def downgrade() -> None:
    op.execute(f"SET ROLE {security.SEARCH}")
    op.execute("DROP FUNCTION search_exercises(text)")
    op.execute("RESET ROLE")
    op.drop_index("ix_workouts_program", table_name="workouts")
    op.drop_index("ix_workouts_planned", table_name="workouts", postgresql_where=sa.text("status = 'planned'"))
    op.drop_index("ix_workouts_client", table_name="workouts")
    op.drop_table("workouts")
    op.drop_index("ix_program_advances_program", table_name="program_advances")
    op.drop_table("program_advances")
    op.drop_index("uq_template_exercises", table_name="template_exercises")
    op.drop_index("ix_template_exercises_exercise", table_name="template_exercises")
    op.drop_table("template_exercises")
    op.drop_index("uq_programs_open", table_name="programs", postgresql_where=sa.text("status = 'active'"))
    op.drop_index("ix_programs_template", table_name="programs")
    op.drop_index("ix_programs_client", table_name="programs")
    op.drop_table("programs")
    op.drop_index("ix_program_templates_updated", table_name="program_templates")
    op.drop_index("ix_program_templates_name", table_name="program_templates")
    op.drop_table("program_templates")
    op.drop_index(
        "uq_exercises_name",
        table_name="exercises",
        postgresql_where=sa.text("library_id IS NULL AND archived_at IS NULL"),
    )
    op.drop_index(
        "ix_exercises_search",
        table_name="exercises",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
        postgresql_where=sa.text("library_id IS NULL"),
    )
    op.drop_index("ix_exercises_name", table_name="exercises", postgresql_where=sa.text("library_id IS NULL"))
    op.drop_table("exercises")
    op.drop_index("uq_library_exercises_slug", table_name="library_exercises")
    op.drop_index(
        "ix_library_exercises_search",
        table_name="library_exercises",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index("ix_library_exercises_name", table_name="library_exercises")
    op.drop_table("library_exercises")
    op.drop_index("uq_exercise_categories_slug", table_name="exercise_categories")
    op.drop_table("exercise_categories")
