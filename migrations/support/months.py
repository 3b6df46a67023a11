"""The database's own functions for monthly partitions. See docs/data-ageing.md.

Those that the worker may call run with the owner's rights, so they take nothing but a table and a month, and read from
the table's comment how long its months are kept: whoever gets hold of the worker's role can make empty months and drop
those past their time, which the worker does anyway.
"""

from alembic import op

from migrations.support.security import SYSTEM

LOW = """
CREATE FUNCTION partition_low(month date) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
    SELECT (lpad(to_hex(extract(epoch FROM month)::bigint * 1000), 12, '0') || repeat('0', 20))::uuid
$$
"""
"""The lowest UUIDv7 of a month."""

FIND = """
CREATE FUNCTION partitioned_table(parent text, month date) RETURNS regclass
LANGUAGE plpgsql STABLE STRICT SET search_path = pg_catalog AS $$
DECLARE
    found regclass;
BEGIN
    SELECT c.oid INTO found FROM pg_class c JOIN pg_partitioned_table p ON p.partrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname = parent
      AND obj_description(c.oid, 'pg_class') LIKE 'monthly by id; kept %';
    IF found IS NULL THEN
        RAISE undefined_table USING MESSAGE = format('%s has no months', parent);
    END IF;
    IF extract(day FROM month) <> 1 OR month NOT BETWEEN '2020-01-01' AND now() + interval '13 months' THEN
        RAISE invalid_parameter_value USING MESSAGE = format('%s is no month to make or drop', month);
    END IF;
    RETURN found;
END
$$
"""
"""The table, when it has months and `month` is one; else an error."""

NAME = """
CREATE FUNCTION partition_name(parent text, month date) RETURNS text
LANGUAGE sql STABLE STRICT SET search_path = pg_catalog AS $$
    SELECT parent || to_char(month, '"_y"YYYY"m"MM')
$$
"""

ATTACH = """
CREATE FUNCTION attach_partition(parent text, month date) RETURNS void
LANGUAGE plpgsql STRICT SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
    root regclass := public.partitioned_table(parent, month);
    part text := public.partition_name(parent, month);
    low uuid := public.partition_low(month);
    high uuid := public.partition_low((month + interval '1 month')::date);
    spare text;
    storage text;
    columns text;
BEGIN
    SELECT c.relname, array_to_string(c.reloptions, ', ') INTO STRICT spare, storage
    FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partdefid WHERE p.partrelid = root;
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
    WHERE attrelid = root AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('LOCK TABLE ONLY public.%I IN SHARE UPDATE EXCLUSIVE MODE', parent);
    EXECUTE format('LOCK TABLE ONLY public.%I IN ACCESS EXCLUSIVE MODE', spare);
    EXECUTE format(
        'WITH moved AS (DELETE FROM ONLY public.%1$I WHERE id >= $1 AND id < $2 RETURNING %3$s) '
        'INSERT INTO public.%2$I (%3$s) SELECT %3$s FROM moved ON CONFLICT DO NOTHING', spare, part, columns
    ) USING low, high;
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', part);
    IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE schemaname = 'public' AND tablename = part) THEN
        EXECUTE format('CREATE POLICY ageing ON public.%I TO %I USING (true)', part, current_user);
    END IF;
    IF storage <> '' THEN
        EXECUTE format('ALTER TABLE public.%I SET (%s)', part, storage);
    END IF;
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                   parent, part, low, high);
END
$$
"""
"""Make a table that stands beside `parent` its month, with what the default partition held of it."""

MAKE = """
CREATE FUNCTION make_partition(parent text, month date) RETURNS boolean
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
    part text := public.partition_name(parent, month);
BEGIN
    PERFORM public.partitioned_table(parent, month);
    PERFORM pg_advisory_xact_lock(hashtext('stoke.partitions'), hashtext(parent));
    IF to_regclass(format('public.%I', part)) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', part, parent);
    PERFORM public.attach_partition(parent, month);
    RETURN true;
END
$$
"""
"""Make a month. False when it is there, or stands beside the table because somebody is archiving it."""

DROP = """
CREATE FUNCTION drop_partition(parent text, month date) RETURNS boolean
LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
    root regclass := public.partitioned_table(parent, month);
    part text := public.partition_name(parent, month);
    rule text := obj_description(root, 'pg_class');
    keep integer := substring(rule FROM 'kept ([0-9]+) months')::integer;
BEGIN
    IF rule LIKE '%archived' THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = format('months of %s are archived, not dropped', parent);
    END IF;
    IF month + make_interval(months => keep + 1) > now() AT TIME ZONE 'UTC' THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = format('%s of %s is not past its time', month, parent);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = root
                   AND inhrelid = to_regclass(format('public.%I', part))) THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE public.%I', part);
    RETURN true;
END
$$
"""
"""Drop a month that is past its time by the database's clock. False when there is none."""

STRAYS = """
CREATE FUNCTION rows_without_month(parent text) RETURNS bigint
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    root regclass := public.partitioned_table(parent, '2020-01-01');
    counted bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM ONLY %s', (SELECT partdefid::regclass FROM pg_partitioned_table
                                                    WHERE partrelid = root)) INTO counted;
    RETURN counted;
END
$$
"""
"""How many rows lie in the default partition."""

_INNER = {"partition_low": "date", "partitioned_table": "text, date", "partition_name": "text, date"}
_OWNERS = {"attach_partition": "text, date"}
_WORKERS = {"make_partition": "text, date", "drop_partition": "text, date", "rows_without_month": "text"}


def create() -> None:
    """Make the functions; the worker's role may call those meant for it, nobody else any."""
    for source in (LOW, FIND, NAME, ATTACH, MAKE, DROP, STRAYS):
        op.execute(source)
    for name, arguments in {**_INNER, **_OWNERS, **_WORKERS}.items():
        op.execute(f"REVOKE ALL ON FUNCTION {name}({arguments}) FROM PUBLIC")
    for name, arguments in _WORKERS.items():
        op.execute(f"GRANT EXECUTE ON FUNCTION {name}({arguments}) TO {SYSTEM}")


def drop() -> None:
    """Take them away again."""
    for name, arguments in {**_WORKERS, **_OWNERS, **_INNER}.items():
        op.execute(f"DROP FUNCTION {name}({arguments})")
