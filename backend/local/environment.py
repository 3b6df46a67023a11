"""The environment that the API, the worker and the tools get on this machine."""

import os
from dataclasses import dataclass

from dotenv import dotenv_values

from backend.local.errors import LocalError
from backend.local.paths import ROOT, DataDir
from backend.local.services import Services
from backend.local.toolchain import WEB_DIST

IDENTITY = ("GOOGLE", "FACEBOOK")
LOCAL_CLIENT = "stoke-on-this-machine"


@dataclass(frozen=True, slots=True)
class Outside:
    """Settings that the person gave, by the environment or ``.env``; what they name is not embedded."""

    values: dict[str, str]

    @classmethod
    def read(cls) -> "Outside":
        """Read both; the environment wins. Raises LocalError when Postgres is named only in part."""
        from_file = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value}
        outside = cls({**from_file, **os.environ})
        if outside.has_database:
            needed = ("DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL")
            missing = [name for name in needed if not outside.values.get(name)]
            if missing:
                message = (
                    f"DATABASE_URL is set, so nothing is embedded; {' and '.join(missing)} must be set too. "
                    "`python -m backend.cli roles` makes the roles they name (see .env.example)."
                )
                raise LocalError(message)
        return outside

    @property
    def has_database(self) -> bool:
        return bool(self.values.get("DATABASE_URL"))

    @property
    def has_identity(self) -> bool:
        """Whether sign-in with Google or Facebook is set up for real."""
        return any(self.values.get(f"STOKE_{name}_CLIENT_ID") for name in IDENTITY)

    @property
    def has_redis(self) -> bool:
        return bool(self.values.get("REDIS_URL"))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the local servers answer. Ports are on `host`, SMTP on loopback.

    `api_port` differs from `port` only in development, where Vite stands in front.
    """

    host: str
    port: int
    api_port: int
    mailbox_port: int
    smtp_port: int
    openid_port: int = 0
    """Of the stand-in for Google and Facebook; 0 for none."""

    @property
    def web(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def mailbox(self) -> str:
        return f"http://localhost:{self.mailbox_port}"


def child_environment(outside: Outside, services: Services, addresses: Addresses) -> dict[str, str]:
    """Everything that `backend.core.settings` reads. What the person set wins over our local values."""
    urls, keys = services.urls(), services.keys
    local = {
        "DATABASE_URL": urls.app,
        "DATABASE_SYSTEM_URL": urls.system,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": services.redis_url,
        "STOKE_SECRET_KEY": keys.secret_key,
        "STOKE_FIELD_KEYS": keys.field_keys,
        "STOKE_ENV": "local",
        "STOKE_BASE_URL": addresses.web,
        "STOKE_WEB_DIST": str(WEB_DIST),
        "STOKE_DATA_DIR": str(services.data.path),
    }
    if not outside.values.get("SMTP_URL"):
        local |= {
            "SMTP_URL": f"smtp://127.0.0.1:{addresses.smtp_port}",
            "STOKE_MAILBOX_URL": addresses.mailbox,
        }
    if addresses.openid_port:
        for name in IDENTITY:
            local |= {
                f"STOKE_{name}_ISSUER": f"http://localhost:{addresses.openid_port}/{name.lower()}",
                f"STOKE_{name}_CLIENT_ID": LOCAL_CLIENT,
                f"STOKE_{name}_CLIENT_SECRET": keys.secret_key[:32],
            }
    return {**local, **outside.values, "STOKE_DATA_DIR": str(DataDir.default().path), "PYTHONUNBUFFERED": "1"}
