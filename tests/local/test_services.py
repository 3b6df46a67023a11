"""The embedded servers: roles, recovery after a kill, nothing in the way of the next start."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis

from backend.local import process_table
from backend.local.child import Child
from backend.local.errors import LocalError
from backend.local.paths import DataDir
from backend.local.postgres import EmbeddedPostgres
from backend.local.services import Services, embedded


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Servers in a folder of their own, deep enough that a socket's path would not fit inside."""
    folder = tmp_path_factory.mktemp("servers") / ("deep" * 30)
    with embedded(folder, durable=False) as running:
        yield running


@contextlib.contextmanager
def embedded_postgres(folder: Path) -> Generator[EmbeddedPostgres]:
    """One bare server, gone at the end."""
    DataDir(folder).prepare()
    postgres = EmbeddedPostgres(DataDir(folder), "secret", durable=False)
    postgres.start()
    child = postgres.child
    assert child is not None
    try:
        yield postgres
    finally:
        postgres.stop()
        assert process_table.find(child.pid) is None


def _fetch(url: str, query: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_each_role_signs_in_as_itself_without_power_over_the_server(services: Services) -> None:
    urls = services.urls()
    query = (
        "SELECT current_user || ':' || (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolinherit)::text "
        "FROM pg_roles WHERE rolname = current_user"
    )

    assert _fetch(urls.app, query) == "stoke_app:false"
    assert _fetch(urls.system, query) == "stoke_system:false"
    assert _fetch(urls.owner, query) == "stoke_owner:false"


def test_a_wrong_password_is_refused(services: Services) -> None:
    keys = services.keys
    with pytest.raises(asyncpg.InvalidPasswordError):
        _fetch(services.urls().app.replace(keys.app_password, "wrong"), "SELECT 1")


def test_the_app_role_creates_nothing(services: Services) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        _fetch(services.urls().app, "CREATE TABLE mine (id int)")


def test_the_owner_makes_the_extensions_and_hands_functions_to_the_search_role(services: Services) -> None:
    owner = asyncio.run(services.create_database("handover")).owner
    for name in ("pg_trgm", "btree_gist", "citext", "unaccent"):
        _fetch(owner, f"CREATE EXTENSION {name}")
    _fetch(owner, "CREATE FUNCTION found() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    _fetch(owner, "ALTER FUNCTION found() OWNER TO stoke_search")

    assert _fetch(services.urls("handover").app, "SELECT found()") == 1


def test_a_database_copies_its_template(services: Services) -> None:
    first = asyncio.run(services.create_database("template_one"))
    _fetch(first.owner, "CREATE TABLE marker AS SELECT 7 AS value")

    copy = asyncio.run(services.create_database("copy_one", template="template_one"))

    assert _fetch(copy.owner, "SELECT value FROM marker") == 7
    asyncio.run(services.drop_database("copy_one"))
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        _fetch(copy.owner, "SELECT 1")


def test_committed_rows_outlive_a_killed_server(services: Services) -> None:
    owner = services.urls().owner
    _fetch(owner, "CREATE TABLE kept AS SELECT 1 AS value")

    services.postgres.kill()
    services.postgres.start()

    assert _fetch(owner, "SELECT value FROM kept") == 1


def test_valkey_comes_back_empty(services: Services) -> None:
    client = redis.Redis.from_url(services.redis_url)
    client.set("key", "value")
    services.valkey.flush()
    assert client.get("key") is None
    client.set("key", "value")

    services.valkey.restart()

    assert client.get("key") is None
    client.close()


def test_a_second_start_from_the_same_folder_is_refused(services: Services) -> None:
    with pytest.raises(LocalError, match="already runs from"), embedded(services.data.path):
        pass


def test_an_orphaned_server_is_ended_and_its_data_served_again(tmp_path: Path) -> None:
    orphan = EmbeddedPostgres(DataDir(tmp_path), "secret", durable=False)
    DataDir(tmp_path).prepare()
    orphan.start()
    child = orphan.child
    assert child is not None

    with embedded_postgres(tmp_path) as postgres:
        assert _fetch(postgres.admin_url(), "SELECT 1") == 1
        assert child.exit_code() is not None


def test_a_pid_file_that_names_a_stranger_is_forgotten_and_the_stranger_left_alone(tmp_path: Path) -> None:
    with embedded_postgres(tmp_path):
        pass
    stale = f"{os.getpid()}\n{tmp_path / 'postgres'}\n{int(time.time())}\n5432\n\n\n0 0\nready\n"
    (tmp_path / "postgres" / "postmaster.pid").write_text(stale)

    with embedded_postgres(tmp_path) as postgres:
        assert _fetch(postgres.admin_url(), "SELECT 1") == 1


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18")

    with embedded_postgres(tmp_path) as postgres:
        assert _fetch(postgres.admin_url(), "SELECT 1") == 1


def test_another_major_version_is_named(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(LocalError, match="made by Postgres 17"):
        EmbeddedPostgres(DataDir(tmp_path), "secret").start()


def test_a_server_that_ignores_the_polite_stop_is_ended(tmp_path: Path) -> None:
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Child("deaf", [sys.executable, "-c", script], log=tmp_path / "log")
    while "deaf" not in child.last_lines():
        time.sleep(0.02)

    child.stop(timeout=0.2)

    assert child.exit_code() == -signal.SIGKILL
