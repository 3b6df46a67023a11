"""Passwords and keys of one checkout: random, made once, readable by their owner alone."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LocalKeys:
    """`field_keys` is a list of ``id:base64`` pairs as ``STOKE_FIELD_KEYS`` takes it; the rest are hex strings."""

    admin_password: str
    owner_password: str
    app_password: str
    system_password: str
    secret_key: str
    field_keys: str


def load_or_create(path: Path) -> LocalKeys:
    """The keys kept at `path`, made there when missing."""
    if path.exists():
        stored: dict[str, str] = json.loads(path.read_text())
        return LocalKeys(**stored)
    keys = random_keys()
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as target:
        json.dump(asdict(keys), target, indent=1)
    draft.replace(path)
    return keys


def random_keys() -> LocalKeys:
    """New keys that are kept nowhere."""
    return LocalKeys(
        admin_password=secrets.token_hex(24),
        owner_password=secrets.token_hex(24),
        app_password=secrets.token_hex(24),
        system_password=secrets.token_hex(24),
        secret_key=secrets.token_hex(32),
        field_keys="k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
    )
