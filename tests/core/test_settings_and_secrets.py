"""What production refuses, what is encrypted how, ids and the clock."""

import asyncio
import base64
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from backend.core import clock
from backend.core.crypto import FieldCipher
from backend.core.ids import new_id
from backend.core.settings import Settings, parse_field_keys

KEY = base64.b64encode(bytes(32)).decode()
PRODUCTION: dict[str, Any] = {
    "env": "production",
    "base_url": "https://stoke.example",
    "data_dir": "/data",
    "mail_from": "Stoke <no-reply@stoke.example>",
    "secret_key": "x" * 32,
    "field_keys": f"k1:{KEY}",
    "database_url": "postgresql://stoke_app:x@db/stoke",
    "database_system_url": "postgresql://stoke_system:x@db/stoke",
    "redis_url": "redis://cache:6379/0",
    "smtp_url": "smtps://user:x@mail.example:465",
    "trusted_proxies": ("10.0.0.5/32",),
}


def test_production_starts_on_settings_of_ones_own() -> None:
    settings = Settings.model_validate(PRODUCTION)
    assert settings.secure_cookies
    assert str(settings.files_folder) == "/data/files"
    assert "xxxx" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("base_url", "http://stoke.example", "STOKE_BASE_URL"),
        ("mailbox_url", "http://localhost:8001", "STOKE_MAILBOX_URL"),
        ("smtp_url", "smtp://127.0.0.1:1025", "SMTP_URL"),
        ("smtp_url", "smtp://localhost:1025", "SMTP_URL"),
        ("smtp_url", "smtp://[::1]:1025", "SMTP_URL"),
        ("mail_from", "Stoke <no-reply@stoke.localhost>", "STOKE_MAIL_FROM"),
        ("data_dir", ".data", "STOKE_FILES"),
        ("trusted_proxies", (), "STOKE_TRUSTED_PROXIES"),
        ("access_token_seconds", 1800, "STOKE_ACCESS_TOKEN_SECONDS"),
    ],
)
def test_production_refuses_each_local_default(name: str, value: object, word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        Settings.model_validate({**PRODUCTION, name: value})
    Settings.model_validate({**PRODUCTION, name: value, "env": "local"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allowed_origins", "*"),
        ("allowed_origins", "null"),
        ("allowed_origins", "https://*.example.com"),
        ("allowed_origins", "https://example.com/"),
        ("allowed_origins", "https://user@example.com"),
        ("allowed_origins", "javascript:alert(1)"),
        ("allowed_origins", "http://example.com"),
        ("trusted_proxies", "0.0.0.0/0"),
        ("trusted_proxies", "::/0"),
        ("trusted_proxies", "proxy.internal"),
    ],
)
def test_nobody_is_trusted_by_a_wildcard(name: str, value: str) -> None:
    Settings.model_validate({**PRODUCTION, "allowed_origins": ["https://a.example:8443"], "trusted_proxies": ["::1"]})
    with pytest.raises(ValidationError):
        Settings.model_validate({**PRODUCTION, name: [value]})


@pytest.mark.parametrize(
    "keys", ["", "k1", f"k1:{KEY},k1:{KEY}", "k1:short", f":{KEY}", "k1:" + base64.b64encode(bytes(16)).decode()]
)
def test_field_keys_of_another_form_are_refused(keys: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_field_keys(keys)


@pytest.mark.parametrize("files", ["s3://bucket", "/plain", "file://host/x"])
def test_a_place_for_files_that_is_not_known_is_refused(files: str) -> None:
    with pytest.raises(ValidationError, match="file:///folder"):
        Settings.model_validate({**PRODUCTION, "files": files})


def test_a_value_that_was_moved_or_changed_does_not_decrypt() -> None:
    cipher = FieldCipher({"k1": secrets.token_bytes(32)})
    organization_id, row_id = new_id(), new_id()
    place: dict[str, Any] = {"place": "clients.note", "organization_id": organization_id, "row_id": row_id}
    value = cipher.encrypt("Knee \u0000 \U0001f9b5", **place)

    assert cipher.decrypt(value, **place) == "Knee \u0000 \U0001f9b5"
    assert cipher.encrypt("same", **place) != cipher.encrypt("same", **place)
    changes: list[dict[str, Any]] = [{"place": "clients.goal"}, {"organization_id": new_id()}, {"row_id": new_id()}]
    for change in changes:
        with pytest.raises(ValueError, match="moved or changed"):
            cipher.decrypt(value, **{**place, **change})
    for broken in (value[:-4] + "AAAA", "k1.", "k1.AAAA", "k1.!!!!", "", "nothing"):
        with pytest.raises(ValueError, match=r".*"):
            cipher.decrypt(broken, **place)


def test_keys_rotate_and_a_lost_key_says_so() -> None:
    old, new = secrets.token_bytes(32), secrets.token_bytes(32)
    place: dict[str, Any] = {"place": "a.b", "organization_id": new_id(), "row_id": new_id()}
    value = FieldCipher({"k1": old}).encrypt("text", **place)
    rotated = FieldCipher({"k2": new, "k1": old})

    assert rotated.decrypt(value, **place) == "text"
    assert rotated.encrypt("text", **place).startswith("k2.")
    with pytest.raises(ValueError, match=r"'k1' of a\.b is not among"):
        FieldCipher({"k2": new}).decrypt(value, **place)
    with pytest.raises(ValueError, match="moved or changed"):
        FieldCipher({"k1": new}).decrypt(value, **place)


def test_ids_sort_by_time_and_do_not_repeat() -> None:
    ids = [new_id() for _ in range(2_000)]

    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert {value.version for value in ids} == {7}


async def test_a_set_clock_holds_for_its_own_task_alone() -> None:
    moment = datetime(2028, 2, 29, 23, 30, tzinfo=UTC)

    async def elsewhere() -> datetime:
        return clock.now()

    outside = asyncio.create_task(elsewhere())
    with clock.at(moment):
        assert clock.now() == moment
        assert clock.today("Pacific/Auckland").isoformat() == "2028-03-01"
        assert clock.today("America/New_York").isoformat() == "2028-02-29"
    assert await outside != moment
    assert clock.now() != moment
