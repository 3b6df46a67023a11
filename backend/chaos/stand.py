"""A database and settings for one run, in a data folder of its own."""

import os
import secrets
from typing import Any

from alembic import command
from alembic.config import Config

from backend.chaos.house import LEASE_SECONDS, POOL
from backend.core.settings import Settings
from backend.local.paths import ROOT
from backend.local.services import Services


def environment(services: Services, **more: str) -> dict[str, str]:
    """Settings of every process. No limit on requests: the load is ours."""
    urls = services.urls()
    return {
        "PATH": os.environ["PATH"],
        "STOKE_ENV": "test",
        "STOKE_LOG_LEVEL": "info",
        "STOKE_DATA_DIR": str(services.data.path / "uploads"),
        "STOKE_SECRET_KEY": secrets.token_hex(32),
        "STOKE_FIELD_KEYS": services.keys.field_keys,
        "STOKE_ACCESS_TOKEN_SECONDS": "3600",
        "STOKE_RATE_LIMIT_API": "0",
        "STOKE_RATE_LIMIT_ORGANIZATION": "0",
        "STOKE_RATE_LIMIT_SIGN_IN": "0",
        "STOKE_DATABASE_POOL": str(POOL),
        "STOKE_JOB_LEASE_SECONDS": str(LEASE_SECONDS),
        "DATABASE_URL": urls.app,
        "DATABASE_SYSTEM_URL": urls.system,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": services.redis_url,
        "SMTP_URL": "smtp://127.0.0.1:1",
        **more,
    }


def settings_of(variables: dict[str, str]) -> Settings:
    """The same for this process."""
    names = {str(field.alias): name for name, field in Settings.model_fields.items()}
    values: dict[str, Any] = {names[key]: value for key, value in variables.items() if key in names}
    return Settings(**values)


def migrate(owner_url: str) -> None:
    """The schema, in an empty database."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = owner_url
    command.upgrade(config, "head")
