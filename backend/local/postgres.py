"""The embedded Postgres: made once, started, recovered after a kill, stopped.

It listens on a Unix socket alone (faster than loopback, no port to collide on) and asks every role for its password.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from backend.local import process_table
from backend.local.child import Child
from backend.local.errors import LocalError
from backend.local.paths import DataDir
from backend.local.postgres_settings import MAJOR, binaries, server_settings
from backend.local.privileges import before_exec, server_account

ADMIN = "stoke_admin"


class EmbeddedPostgres:
    """One cluster in ``<data>/postgres``. `durable` is False for tests alone: it turns fsync off."""

    def __init__(self, data: DataDir, admin_password: str, *, durable: bool = True) -> None:
        self._data = data
        self._password = admin_password
        self._durable = durable
        self._bin = binaries()
        self._child: Child | None = None

    @property
    def socket_folder(self) -> Path:
        return self._data.sockets / "pg"

    @property
    def child(self) -> Child | None:
        """The running server, None before `start`."""
        return self._child

    def url(self, role: str, password: str, database: str) -> str:
        """A ``postgresql://`` URL through the socket."""
        folder = quote(str(self.socket_folder), safe="/")
        return f"postgresql://{quote(role)}:{quote(password)}@/{quote(database)}?host={folder}"

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's URL; nothing but set-up and fault tests uses it."""
        return self.url(ADMIN, self._password, database)

    def start(self, timeout: float = 60.0) -> None:
        """Make the cluster when missing, end what an earlier run left, start, wait until it takes connections.

        Raises LocalError when it cannot.
        """
        self.clear_leftovers()
        self._check_version()
        if not (self._data.postgres / "PG_VERSION").exists():
            self._initialise()
        self._make_socket_folder()
        settings = server_settings(self.socket_folder, durable=self._durable)
        self._child = Child(
            "postgres",
            [str(self._bin / "postgres"), "-D", str(self._data.postgres), *settings],
            log=self._data.logs / "postgres.log",
            env=_clean_environment(),
            cwd=Path("/"),
            account=server_account(self._data.postgres, self._bin / "postgres"),
            stop_signal=signal.SIGINT,  # "fast": roll back what is open, write a checkpoint, end
        )
        self._wait_ready(self._child, timeout)

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, committed ones are on disk."""
        if self._child is not None:
            self._child.stop(timeout=30.0)
            self._child = None

    def kill(self) -> None:
        """End the server as a crash would (for fault tests)."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def restart(self) -> None:
        """Stop and start again; connections break, data stays."""
        self.stop()
        self.start()

    def clear_leftovers(self) -> None:
        """End servers of a killed run that still sit on this data folder, and forget a stale pid file.

        A server is ours only when its program is postgres *and* its working folder is our data folder.
        """
        folder = self._data.postgres
        if not folder.exists():
            return
        ours = [p for p in process_table.all_running() if p.name == "postgres" and p.folder == folder]
        pid_file = folder / "postmaster.pid"
        for process in ours:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGINT)
        left = process_table.wait_gone([p.pid for p in ours], timeout=20.0)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process_table.wait_gone(left, timeout=5.0)
        # Its pid may belong to a stranger by now, and Postgres would refuse to start because of it.
        pid_file.unlink(missing_ok=True)

    def _check_version(self) -> None:
        marker = self._data.postgres / "PG_VERSION"
        if marker.exists() and (found := marker.read_text().strip()) != MAJOR:
            message = (
                f"{self._data.postgres} was made by Postgres {found}, this is {MAJOR}: dump it, then `make clean`."
            )
            raise LocalError(message)

    def _initialise(self) -> None:
        """Run initdb in a folder beside, then move it into place: a killed initdb leaves no half cluster."""
        draft = self._data.path / "postgres.new"
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        account = server_account(self._data.path, self._bin / "initdb")
        password_file = draft.with_suffix(".password")
        password_file.touch(0o600)
        password_file.write_text(self._password)
        if account is not None:
            os.chown(draft, account.uid, account.gid)
            os.chown(password_file, account.uid, account.gid)
        command = [str(self._bin / "initdb"), "-D", str(draft), "-U", ADMIN, f"--pwfile={password_file}"]
        command += [
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        ]
        try:
            result = subprocess.run(
                command if self._durable else [*command, "--no-sync"],
                env=_clean_environment(),
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=before_exec(account, signal.SIGTERM),  # no thread runs yet
            )
        finally:
            password_file.unlink(missing_ok=True)
        if result.returncode != 0:
            message = f"Postgres could not make its data folder:\n{result.stderr.strip()}"
            raise LocalError(message)
        draft.rename(self._data.postgres)

    def _make_socket_folder(self) -> None:
        self._data.prepare_sockets()
        self.socket_folder.mkdir(exist_ok=True, mode=0o700)
        account = server_account(self._data.postgres, self._bin / "postgres")
        if account is not None:
            os.chown(self.socket_folder, account.uid, account.gid)
        for stale in self.socket_folder.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)

    def _wait_ready(self, child: Child, timeout: float) -> None:
        """The last line of postmaster.pid says ``ready`` once connections are taken."""
        pid_file = self._data.postgres / "postmaster.pid"
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if child.exit_code() is not None:
                message = f"Postgres did not start:\n{child.last_lines()}"
                raise LocalError(message)
            with contextlib.suppress(FileNotFoundError, IndexError):
                if pid_file.read_text().splitlines()[7].strip() == "ready":
                    return
            time.sleep(0.02)
        child.stop()
        message = f"Postgres was not ready after {timeout:.0f} s:\n{child.last_lines()}"
        raise LocalError(message)


def _clean_environment() -> dict[str, str]:
    """No PG* variable of the person's shell may bend our server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
