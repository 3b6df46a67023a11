"""Write the API's schema, and the web app's types of it, without a server, a database or a secret."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.local.errors import LocalError
from backend.local.keys import random_keys
from backend.local.toolchain import FRONTEND, VENV, tool_environment

SCHEMA = FRONTEND / "openapi.json"
CLIENT = FRONTEND / "src" / "api" / "generated"


def export(*, check: bool) -> int:
    """Write ``frontend/openapi.json`` and generate the client from it; with `check` only compare.

    Exit code 1 when either is stale. Raises LocalError when the generator fails.
    """
    text = _schema()
    if not check:
        SCHEMA.write_text(text)
        _generate(CLIENT)
        return 0
    stale = [] if SCHEMA.exists() and SCHEMA.read_text() == text else [SCHEMA]
    if not stale:
        with tempfile.TemporaryDirectory() as folder:
            _generate(Path(folder) / "generated")
            if _contents(Path(folder) / "generated") != _contents(CLIENT):
                stale = [CLIENT]
    for path in stale:
        name = path.relative_to(FRONTEND.parent)
        sys.stderr.write(f"{name} is stale: run `python -m backend.cli openapi`.\n")
    return 1 if stale else 0


def _schema() -> str:
    _offline_environment()
    from backend.main import create_app  # reads the settings that were just set

    return json.dumps(create_app().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _generate(target: Path) -> None:
    command = [str(VENV / "bin" / "npm"), "run", "--silent", "generate", "--", "--output", str(target)]
    result = subprocess.run(command, cwd=FRONTEND, env=tool_environment(), capture_output=True, text=True, check=False)
    if result.returncode != 0:
        message = f"The client could not be generated:\n{result.stdout}{result.stderr}"
        raise LocalError(message)


def _contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def _offline_environment() -> None:
    """Settings that are complete and lead nowhere: building the app opens no connection."""
    keys = random_keys()
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    os.environ |= {
        "STOKE_ENV": "local",
        "STOKE_SECRET_KEY": keys.secret_key,
        "STOKE_FIELD_KEYS": keys.field_keys,
        "DATABASE_URL": nowhere,
        "DATABASE_SYSTEM_URL": nowhere,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SMTP_URL": "smtp://127.0.0.1:1",
    }
