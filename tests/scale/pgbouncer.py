"""A real PgBouncer in transaction mode before the tests' Postgres."""

import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from backend.local.child import Child
from backend.local.privileges import server_account
from tests.scale.packages import Programs

# `jit` is what the driver is asked to set when it connects; a pooler knows it not, and the server has it off anyway.
SETTINGS = """
[databases]
* = host={host}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 500
ignore_startup_parameters = jit
server_round_robin = {round_robin}
query_wait_timeout = 20
{more}
"""


@dataclass(frozen=True, slots=True)
class PgBouncer:
    """A running one."""

    child: Child
    port: int
    statement_cache: int
    """What the app's connections through it may be set to."""

    def url(self, direct: str) -> str:
        """The same role and database as `direct` names, through the pooler."""
        parts = urlsplit(direct)
        return f"postgresql://{parts.username}:{parts.password}@127.0.0.1:{self.port}{parts.path}"


def start(programs: Programs, folder: Path, urls: list[str], *, size: int, round_robin: bool = False) -> PgBouncer:
    """One with `size` server connections for each role and database; `urls` name the roles and the server."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    people = {unquote(urlsplit(url).username or ""): unquote(urlsplit(url).password or "") for url in urls}
    host = parse_qs(urlsplit(urls[0]).query)["host"][0]
    cache = programs.statement_cache()
    more = f"max_prepared_statements = {cache}" if cache else ""
    ini = folder / "pgbouncer.ini"
    ini.write_text(
        SETTINGS.format(host=host, port=port, folder=folder, size=size, round_robin=int(round_robin), more=more)
    )
    users = folder / "users.txt"
    users.write_text("".join(f'"{name}" "{password}"\n' for name, password in people.items()))
    # It refuses to run as root; the server's socket belongs to the account that Postgres was given.
    account = server_account(Path(host), programs.pgbouncer)
    if account is not None:
        for path in (folder, ini, users):
            os.chown(path, account.uid, account.gid)
    child = Child(
        "pgbouncer",
        [str(programs.pgbouncer), str(ini)],
        log=folder.with_suffix(".log"),
        env=programs.env,
        cwd=Path("/"),
        account=account,
        stop_signal=signal.SIGTERM,
    )
    _wait(child, port)
    return PgBouncer(child, port, cache)


def _wait(child: Child, port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if child.exit_code() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    child.stop()
    raise RuntimeError(f"PgBouncer did not start:\n{child.last_lines()}")
