"""clients"""

import sqlalchemy as sa
from alembic import op

from migrations.support import security

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FOLD = """
CREATE FUNCTION stoke_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFKC))) $$
"""
"""Lower case without accents. `unaccent` is called with its dictionary named, so the answer is immutable in fact."""

FIND = """
CREATE FUNCTION find_clients(
    words text[], digits text, statuses text[], trainers uuid[], member uuid, client_access text,
    sort text, after_value text, after_id uuid, page integer
) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    tenant uuid := nullif(current_setting('stoke.organization_id', true), '')::uuid;
    wanted text := '';
    bounds text := '';
    after_bound text := 'true';
    sort_key text;
    kind text;
    direction text;
    item text;
BEGIN
    IF tenant IS NULL THEN
        RETURN;
    END IF;
    FOREACH item IN ARRAY words LOOP
        wanted := wanted || format(' AND c.search_text LIKE %L', find_clients_pattern(item));
    END LOOP;
    wanted := substr(wanted, 6);
    IF digits IS NOT NULL THEN
        wanted := format('(%s) OR c.search_text LIKE %L', wanted, find_clients_pattern(digits));
    END IF;
    IF cardinality(trainers) > 0 THEN
        FOREACH item IN ARRAY trainers::text[] LOOP
            bounds := bounds || format(' AND c.trainer_member_id = %L::uuid', item);
        END LOOP;
    END IF;
    IF member IS NOT NULL THEN
        bounds := bounds || format(' AND c.member_id = %L::uuid', member);
    END IF;
    IF client_access IS NOT NULL THEN
        bounds := bounds || format(' AND c.access = %L', client_access);
    END IF;
    CASE sort
        WHEN 'name' THEN
            sort_key := 'c.sort_name'; kind := 'text'; direction := 'ASC';
        WHEN '-created' THEN
            sort_key := 'c.created_at'; kind := 'timestamptz'; direction := 'DESC';
        WHEN '-last_workout' THEN
            sort_key := 'coalesce(f.last_workout_on, ''1900-01-01''::date)'; kind := 'date'; direction := 'DESC';
        WHEN 'adherence' THEN
            sort_key := 'coalesce(f.adherence_28, 2::double precision)'; kind := 'float8'; direction := 'ASC';
    END CASE;
    IF after_id IS NOT NULL THEN
        after_bound := format(
            '(%s, c.id) %s (%L::%s, %L::uuid)',
            sort_key, CASE direction WHEN 'ASC' THEN '>' ELSE '<' END, after_value, kind, after_id
        );
    END IF;
    -- Gathered first: an estimate for LIKE is too coarse here to choose between the trigrams and walking the order.
    RETURN QUERY EXECUTE format(
        'WITH c AS MATERIALIZED (SELECT organization_id, id, sort_name, created_at FROM clients c'
        ' WHERE c.organization_id = %L::uuid AND (%s) AND c.status = ANY (%L::text[])%s)'
        ' SELECT c.id FROM c %s WHERE %s ORDER BY %s %s, c.id %s LIMIT %s',
        tenant, wanted, statuses, bounds,
        CASE WHEN sort IN ('-last_workout', 'adherence')
            THEN 'JOIN client_facts f ON f.organization_id = c.organization_id AND f.id = c.id' ELSE '' END,
        after_bound, sort_key, direction, direction, page
    );
END
$$
"""
"""The page of a search, for the tenant of the session alone, whoever calls it."""

PATTERN = """
CREATE FUNCTION find_clients_pattern(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE WHEN length(folded) < 3 THEN '% ' ELSE '%' END
        || replace(replace(replace(folded, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
    FROM (SELECT public.stoke_fold(word)) AS f (folded)
$$
"""
"""Part of any word; one or two characters only begin one, since a trigram needs three, a space before them counting."""

FIND_NAME = "find_clients(text[], text, text[], uuid[], uuid, text, text, text, uuid, integer)"

SEARCH_TEXT = (
    "' ' || stoke_fold(first_name || ' ' || last_name || ' ' || coalesce(email, ''))"
    " || ' ' || coalesce(substr(phone, 2), '')"
    " || ' ' || coalesce(regexp_replace(phone_display, '[^0-9]', '', 'g'), '')"
)

SEARCHED = "organization_id, id, search_text, sort_name, status, trainer_member_id, member_id, access, created_at"
SEARCHED_FACTS = "organization_id, id, last_workout_on, adherence_28"


def upgrade() -> None:
    for extension in ("unaccent", "pg_trgm", "btree_gin"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public")
    op.execute(FOLD)
    op.create_table(
        "clients",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_display", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("status_before_archive", sa.String(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trainer_member_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("access", sa.String(), server_default="none", nullable=False),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("goal", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("health_note_encrypted", sa.String(), nullable=True),
        sa.Column(
            "sort_name",
            sa.TEXT(),
            sa.Computed("stoke_fold(first_name || ' ' || last_name)", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "search_text",
            sa.TEXT(),
            sa.Computed(
                SEARCH_TEXT,
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status = 'archived') = (status_before_archive IS NOT NULL)"
            " AND (status = 'archived') = (archived_at IS NOT NULL)",
            name=op.f("ck_clients_archived"),
        ),
        sa.CheckConstraint("access IN ('none', 'invited', 'active')", name=op.f("ck_clients_access")),
        sa.CheckConstraint("sex IN ('female', 'male')", name=op.f("ck_clients_sex")),
        sa.CheckConstraint("status IN ('active', 'paused', 'inactive', 'archived')", name=op.f("ck_clients_status")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_clients_email_lower")),
        sa.ForeignKeyConstraint(
            ["organization_id", "member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_clients_organization_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "trainer_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_clients_organization_id_trainer_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_clients")),
    )
    op.create_index("ix_clients_created", "clients", ["organization_id", "created_at", "id"], unique=False)
    op.create_index("ix_clients_name", "clients", ["organization_id", "sort_name", "id"], unique=False)
    op.create_index(
        "ix_clients_search",
        "clients",
        ["organization_id", "search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index("ix_clients_status_name", "clients", ["organization_id", "status", "sort_name", "id"], unique=False)
    op.create_index(
        "ix_clients_trainer_name", "clients", ["organization_id", "trainer_member_id", "sort_name", "id"], unique=False
    )
    op.create_index(
        "uq_clients_email",
        "clients",
        ["organization_id", "email"],
        unique=True,
        postgresql_where=sa.text("email IS NOT NULL AND status <> 'archived'"),
    )
    op.create_index(
        "uq_clients_member",
        "clients",
        ["organization_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("member_id IS NOT NULL"),
    )
    op.create_table(
        "client_facts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("last_workout_on", sa.Date(), nullable=True),
        sa.Column("week_done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("week_planned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("streak_weeks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("adherence_28", sa.DOUBLE_PRECISION(), nullable=True),
        sa.Column("program_name", sa.String(), nullable=True),
        sa.Column("program_ends_on", sa.Date(), nullable=True),
        sa.Column("next_workout_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("adherence_28 BETWEEN 0 AND 1", name=op.f("ck_client_facts_adherence_28")),
        sa.ForeignKeyConstraint(
            ["organization_id", "id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_client_facts_organization_id_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_client_facts")),
    )
    op.create_index(
        "ix_client_facts_adherence",
        "client_facts",
        ["organization_id", sa.text("coalesce(adherence_28, 2::double precision)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_client_facts_last_workout",
        "client_facts",
        ["organization_id", sa.text("coalesce(last_workout_on, '1900-01-01'::date)"), "id"],
        unique=False,
    )
    security.protect_tenant("clients")
    security.protect_tenant("client_facts")
    _let_search("clients", SEARCHED)
    _let_search("client_facts", SEARCHED_FACTS)
    op.execute(PATTERN)
    op.execute(f"SET LOCAL ROLE {security.SEARCH}")
    op.execute(FIND)
    op.execute(f"REVOKE ALL ON FUNCTION {FIND_NAME} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {FIND_NAME} TO {security.APP}")
    op.execute("RESET ROLE")


def _let_search(table: str, columns: str) -> None:
    op.execute(f"CREATE POLICY search ON {table} FOR SELECT TO {security.SEARCH} USING (true)")
    op.execute(f"GRANT SELECT ({columns}) ON {table} TO {security.SEARCH}")


def downgrade() -> None:
    op.execute(f"SET LOCAL ROLE {security.SEARCH}")
    op.execute(f"DROP FUNCTION {FIND_NAME}")
    op.execute("RESET ROLE")
    op.execute("DROP FUNCTION find_clients_pattern(text)")
    op.drop_index("ix_client_facts_last_workout", table_name="client_facts")
    op.drop_index("ix_client_facts_adherence", table_name="client_facts")
    op.drop_table("client_facts")
    op.drop_index("uq_clients_member", table_name="clients", postgresql_where=sa.text("member_id IS NOT NULL"))
    op.drop_index(
        "uq_clients_email", table_name="clients", postgresql_where=sa.text("email IS NOT NULL AND status <> 'archived'")
    )
    op.drop_index("ix_clients_trainer_name", table_name="clients")
    op.drop_index("ix_clients_status_name", table_name="clients")
    op.drop_index("ix_clients_search", table_name="clients", postgresql_using="gin")
    op.drop_index("ix_clients_name", table_name="clients")
    op.drop_index("ix_clients_created", table_name="clients")
    op.drop_table("clients")
    op.execute("DROP FUNCTION stoke_fold(text)")
    for extension in ("btree_gin", "pg_trgm", "unaccent"):
        op.execute(f"DROP EXTENSION {extension}")
