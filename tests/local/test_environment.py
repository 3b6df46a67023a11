"""What a person sets replaces what would be embedded, wholly or not at all."""

from pathlib import Path

import pytest

from backend.local import environment
from backend.local.environment import Addresses, Outside, child_environment
from backend.local.errors import LocalError
from backend.local.paths import DataDir
from backend.local.services import Services

ADDRESSES = Addresses(host="127.0.0.1", port=8000, api_port=8000, mailbox_port=8001, smtp_port=8025)
OWN = {
    "DATABASE_URL": "postgresql://stoke_app:x@db/stoke",
    "DATABASE_SYSTEM_URL": "postgresql://stoke_system:x@db/stoke",
    "DATABASE_OWNER_URL": "postgresql://stoke_owner:x@db/stoke",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and a checkout of its own for ``.env``."""
    for name in (*OWN, "REDIS_URL", "SMTP_URL", "STOKE_SECRET_KEY", "STOKE_MAILBOX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, "ROOT", tmp_path)


def test_a_database_named_in_part_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", OWN["DATABASE_URL"])

    with pytest.raises(LocalError, match="DATABASE_OWNER_URL and DATABASE_SYSTEM_URL must be set too"):
        Outside.read()


def test_the_env_file_counts_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = [*(f"{name}={value}" for name, value in OWN.items()), "REDIS_URL=redis://file/0", "SMTP_URL="]
    (tmp_path / ".env").write_text("\n".join(lines))
    monkeypatch.setenv("REDIS_URL", "redis://shell/0")

    outside = Outside.read()

    assert outside.has_database
    assert outside.values["REDIS_URL"] == "redis://shell/0"
    assert "SMTP_URL" not in outside.values


def test_children_get_the_embedded_servers_and_the_mailbox_by_default(tmp_path: Path) -> None:
    services = Services(DataDir(tmp_path))

    env = child_environment(Outside.read(), services, ADDRESSES)

    assert env["DATABASE_URL"].startswith("postgresql://stoke_app:")
    assert env["DATABASE_SYSTEM_URL"].startswith("postgresql://stoke_system:")
    assert env["REDIS_URL"].startswith("unix:///")
    assert env["SMTP_URL"] == "smtp://127.0.0.1:8025"
    assert env["STOKE_MAILBOX_URL"] == "http://localhost:8001"


def test_a_mail_server_of_ones_own_leaves_no_mailbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SMTP_URL", "smtps://mail.example.com")

    env = child_environment(Outside.read(), Services(DataDir(tmp_path)), ADDRESSES)

    assert env["SMTP_URL"] == "smtps://mail.example.com"
    assert "STOKE_MAILBOX_URL" not in env


def test_keys_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    first = Services(DataDir(tmp_path)).keys

    assert Services(DataDir(tmp_path)).keys == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
