"""Write the API's schema without a server, a database or a secret."""

import json
import os
import sys

from backend.local.keys import random_keys
from backend.local.paths import ROOT

TARGET = ROOT / "frontend" / "openapi.json"


def export(*, check: bool) -> int:
    """Write ``frontend/openapi.json``; with `check` only compare. Exit code 1 when it is stale."""
    _offline_environment()
    from backend.main import create_app  # reads the settings that were just set

    text = json.dumps(create_app().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if check:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        sys.stderr.write(
            "frontend/openapi.json is stale: run `python -m backend.cli openapi` and `npm run generate`.\n"
        )
        return 1
    TARGET.write_text(text)
    return 0


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
