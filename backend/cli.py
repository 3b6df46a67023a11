"""The one command line: what the Makefile, the images and a person run. ``python -m backend.cli --help`` lists it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _up(options: argparse.Namespace) -> int:
    from backend.local.supervisor import Options, run

    return run(Options(port=options.port, host=options.host, reload=options.command == "dev", demo=options.demo))


def _api(options: argparse.Namespace) -> int:
    import uvicorn

    uvicorn.run(
        "backend.main:create_app",
        factory=True,
        host=options.host,
        port=options.port,
        workers=None if options.reload else options.workers,
        reload=options.reload,
        reload_dirs=["backend"] if options.reload else None,
        loop="uvloop",
        access_log=False,
        log_config=None,
        server_header=False,
        ws_max_size=16_384,  # what a tab says is a token and a ping
        proxy_headers=False,  # STOKE_TRUSTED_PROXIES decides whose word counts
        # Idle keep-alive must outlive the proxy's, or the proxy meets a connection that is just closing.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )
    return 0


def _worker(options: argparse.Namespace) -> int:
    del options
    from backend.worker import run

    run()
    return 0


def _migrate(options: argparse.Namespace) -> int:
    from alembic import command
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    if options.down_to is not None:
        command.downgrade(config, options.down_to)
    else:
        command.upgrade(config, options.to)
        if options.to == "head":
            _make_months()
            return _library(options)
    return 0


def _make_months() -> None:
    import asyncio

    from backend.core.db.ageing import make_ahead
    from backend.wiring import load_domains

    load_domains()
    asyncio.run(make_ahead(os.environ["DATABASE_OWNER_URL"]))


def _library(options: argparse.Namespace) -> int:
    del options
    import asyncio

    from backend.core.cache import drop_from_outside
    from backend.domains.training.keeping import LIBRARY
    from backend.domains.training.library_sync import sync_library

    count = asyncio.run(sync_library(os.environ["DATABASE_OWNER_URL"]))
    if redis_url := os.environ.get("REDIS_URL"):
        asyncio.run(drop_from_outside(redis_url, LIBRARY))
    sys.stdout.write(f"The exercise library holds {count} exercises.\n")
    return 0


def _check_migrations(options: argparse.Namespace) -> int:
    del options
    from backend.local.migrations_check import check

    return check()


def _seed(options: argparse.Namespace) -> int:
    del options
    from backend.demo.seed import main

    return main()


def _openapi(options: argparse.Namespace) -> int:
    from backend.local.openapi import export

    return export(check=options.check)


def _schema_docs(options: argparse.Namespace) -> int:
    from backend.local.schema_docs import export

    return export(check=options.check)


def _passwords(options: argparse.Namespace) -> int:
    del options
    from backend.domains.accounts.hash_costs import report

    sys.stdout.write(report())
    return 0


def _roles(options: argparse.Namespace) -> int:
    from dotenv import load_dotenv

    from backend.core.db.provision import ProvisionError, provision

    load_dotenv(ROOT / ".env")  # the environment wins
    try:
        database = provision(options.admin_url or os.environ.get("DATABASE_ADMIN_URL"))
    except ProvisionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Roles and database {database} are ready; next: python -m backend.cli migrate\n")
    return 0


def _months(options: argparse.Namespace) -> int:
    import asyncio

    from backend.adapters.local_files.storage import LocalFiles
    from backend.core.archives import Archives
    from backend.core.archives.commands import run
    from backend.core.crypto import FieldCipher
    from backend.core.settings import get_settings, parse_field_keys
    from backend.wiring import load_domains

    load_domains()
    settings = get_settings()
    cipher = FieldCipher(parse_field_keys(settings.field_keys.get_secret_value()))
    archives = Archives(LocalFiles(settings.files_folder), cipher)
    owner_url = os.environ["DATABASE_OWNER_URL"]
    return asyncio.run(run(owner_url, archives, options.command, options.table, options.month))


def _keys(options: argparse.Namespace) -> int:
    import asyncio

    from backend.adapters.local_files.storage import LocalFiles
    from backend.core.archives import Archives
    from backend.core.encryption.commands import run
    from backend.core.settings import get_settings
    from backend.wiring import load_domains, make_database, make_ports, make_redis

    async def act() -> int:
        settings = get_settings()
        redis = make_redis(settings)
        ports = make_ports(settings, redis)
        database = make_database(settings, ports)
        try:
            return await run(database, Archives(LocalFiles(settings.files_folder), ports.cipher), options.action)
        finally:
            await database.close()
            await redis.aclose()

    load_domains()
    return asyncio.run(act())


def _shell_env(options: argparse.Namespace) -> int:
    del options
    from backend.local.attach import print_exports

    return print_exports()


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    root = argparse.ArgumentParser(prog="python -m backend.cli", description="Run and look after Stoke.")
    commands = root.add_subparsers(dest="command", required=True, metavar="command")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    for name, text in (
        ("up", "everything on this machine, one address"),
        ("dev", "the same, reloading on change"),
    ):
        up = add(name, _local(_up), text)
        up.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        up.add_argument("--no-demo", dest="demo", action="store_false", help="leave an empty database empty")
        up.add_argument("--host", default=os.environ.get("HOST_ADDRESS", "127.0.0.1"))

    api = add("api", _api, "the API alone, configured by the environment")
    api.add_argument("--host", default="127.0.0.1")
    api.add_argument("--port", type=int, default=8000)
    api.add_argument("--workers", type=int, default=int(os.environ.get("STOKE_API_WORKERS", "1")))
    api.add_argument("--reload", action="store_true")

    add("worker", _worker, "the job worker alone, configured by the environment")
    migrate = add("migrate", _with_database(_migrate), "bring the schema of DATABASE_OWNER_URL up to date")
    migrate.add_argument("--to", default="head", help="revision to upgrade to")
    migrate.add_argument("--down-to", default=None, help="revision to go back to (`base` for none)")
    add("check-migrations", _local(_check_migrations), "compare the migrations with the models, up and down")
    add("library", _with_database(_library), "bring the built-in exercises up to date (part of migrate)")
    add("seed", _with_database(_seed), "load the demo data")
    openapi = add("openapi", _local(_openapi), "write the API schema and the web app's types of it")
    openapi.add_argument("--check", action="store_true", help="write nothing; fail when either is stale")
    schema_docs = add("schema-docs", _local(_schema_docs), "write docs/schema.md from the models")
    schema_docs.add_argument("--check", action="store_true", help="write nothing; fail when it is stale")
    add("passwords", _passwords, "measure what a password's hash costs on this machine (docs/passwords.md)")
    roles = add("roles", _roles, "make roles and database on a Postgres of your own")
    roles.add_argument(
        "--admin-url", default=None, help="URL of a role that may create roles (else DATABASE_ADMIN_URL)"
    )
    for name, text in (
        ("archive", "write an old month of a table to the file storage, verify it, drop it; without names, all due"),
        ("restore", "bring an archived month back into its table"),
    ):
        months = add(name, _with_database(_months), text)
        names = "?" if name == "archive" else None
        months.add_argument("table", nargs=names, help="a table that is partitioned by month")
        months.add_argument("month", nargs=names, help="such as 2026-02")
    archives = add("archives", _with_database(_months), "list what is archived, and what is due")
    archives.set_defaults(table=None, month=None)
    keys = add("keys", _with_database(_keys), "the keys of encrypted values (docs/encryption.md)")
    keys.add_argument(
        "action",
        choices=("check", "rotate"),
        help="check: how much is under which key; rotate: put everything under the first one, while Stoke runs",
    )
    add("shell-env", _local(_shell_env), "print the environment of the running local Stoke, for `eval`")
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)


def _local(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command of a developer's machine: what stands in its way is one message, not a traceback."""

    def guarded(options: argparse.Namespace) -> int:
        from backend.local.errors import LocalError

        try:
            return run(options)
        except LocalError as error:
            sys.stderr.write(f"{error}\n")
            return 1

    return guarded


def _with_database(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Without a DATABASE_URL, the command gets the servers of the running Stoke, or some for as long as it runs."""

    def attach(options: argparse.Namespace) -> int:
        from backend.local.attach import attached

        with attached() as environment:
            os.environ.update(environment)
            return run(options)

    def choose(options: argparse.Namespace) -> int:
        # The images set it, and hold nothing of `backend.local`.
        return run(options) if os.environ.get("DATABASE_URL") else _local(attach)(options)

    return choose


if __name__ == "__main__":
    sys.exit(main())
