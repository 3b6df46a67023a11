"""Give a command the local servers: those of the running Stoke, or its own for as long as it runs."""

import asyncio
import contextlib
import json
import shlex
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path

from backend.local.console import say
from backend.local.environment import Addresses, Outside, child_environment
from backend.local.errors import LocalError
from backend.local.lock import held, is_held
from backend.local.paths import DataDir
from backend.local.services import Services

_UNKNOWN = Addresses(host="127.0.0.1", port=8000, api_port=8000, mailbox_port=8001, smtp_port=8025)


def note_addresses(data: DataDir, addresses: Addresses) -> None:
    """Leave word for later commands where the running Stoke answers."""
    _note(data).write_text(json.dumps(asdict(addresses)))


@contextlib.contextmanager
def attached() -> Generator[dict[str, str]]:
    """The environment for a command that needs the database. Raises LocalError when a server does not start."""
    outside, data = Outside.read(), DataDir.default()
    with contextlib.ExitStack() as stack:
        services = Services(data)
        if not is_held(data) and not (outside.has_database and outside.has_redis):
            stack.enter_context(held(data))
            stack.callback(services.stop)
            services.start()
            asyncio.run(services.prepare_database())
        yield child_environment(outside, services, _addresses(data))


def print_exports() -> int:
    """Print ``export NAME=value`` lines for the running Stoke: ``eval "$(python -m backend.cli shell-env)"``."""
    outside, data = Outside.read(), DataDir.default()
    if not is_held(data) and not outside.has_database:
        message = "Stoke is not running from this folder; start it with `make up`."
        raise LocalError(message)
    environment = child_environment(outside, Services(data), _addresses(data))
    names = ("DATABASE_", "REDIS_", "SMTP_", "STOKE_")
    for name, value in sorted(environment.items()):
        if name.startswith(names):
            say(f"export {name}={shlex.quote(value)}")
    return 0


def _addresses(data: DataDir) -> Addresses:
    return Addresses(**json.loads(_note(data).read_text())) if _note(data).exists() else _UNKNOWN


def _note(data: DataDir) -> Path:
    return data.path / "addresses.json"
