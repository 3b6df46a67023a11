"""Everything that differs between two places where Stoke runs, read from the environment once."""

import base64
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, FilePath, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.core.addresses import parse_networks

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")


_SHORTEST_IDLE_SECONDS = 1800
"""The shortest idle limit of an organization. Use is noted when an access token is renewed."""


class Settings(BaseSettings):
    """Typed settings; names in the environment are the fields' aliases, explained in `.env.example`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    env: Literal["local", "test", "production"] = Field("local", alias="STOKE_ENV")
    base_url: str = Field("http://localhost:8000", alias="STOKE_BASE_URL")
    data_dir: Path = Field(Path(".data"), alias="STOKE_DATA_DIR")
    files: str | None = Field(None, alias="STOKE_FILES")
    web_dist: Path | None = Field(None, alias="STOKE_WEB_DIST")
    countries: FilePath | None = Field(None, alias="STOKE_COUNTRIES")
    mailbox_url: str | None = Field(None, alias="STOKE_MAILBOX_URL")
    allowed_origins: tuple[str, ...] = Field((), alias="STOKE_ALLOWED_ORIGINS")
    trusted_proxies: tuple[str, ...] = Field((), alias="STOKE_TRUSTED_PROXIES")
    clock_offset_seconds: int = Field(0, alias="STOKE_CLOCK_OFFSET_SECONDS")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", alias="STOKE_LOG_LEVEL")

    metrics_port: int | None = Field(None, ge=1, le=65535, alias="STOKE_METRICS_PORT")
    metrics_host: str = Field("127.0.0.1", alias="STOKE_METRICS_HOST")
    metrics_token: SecretStr | None = Field(None, min_length=16, alias="STOKE_METRICS_TOKEN")
    otel_endpoint: str | None = Field(None, pattern=r"^https?://", alias="STOKE_OTEL_ENDPOINT")
    otel_share: float = Field(1.0, ge=0, le=1, alias="STOKE_OTEL_SHARE")
    sentry_dsn: SecretStr | None = Field(None, alias="STOKE_SENTRY_DSN")

    secret_key: SecretStr = Field(alias="STOKE_SECRET_KEY")
    field_keys: SecretStr = Field(alias="STOKE_FIELD_KEYS")

    database_url: SecretStr = Field(alias="DATABASE_URL")
    database_system_url: SecretStr = Field(alias="DATABASE_SYSTEM_URL")
    database_owner_url: SecretStr | None = Field(None, alias="DATABASE_OWNER_URL")
    database_pool: int = Field(8, ge=1, le=200, alias="STOKE_DATABASE_POOL")
    database_remember_tenant: bool = Field(True, alias="STOKE_DATABASE_REMEMBER_TENANT")
    database_statement_cache: int = Field(200, ge=0, alias="STOKE_DATABASE_STATEMENT_CACHE")
    redis_url: SecretStr = Field(alias="REDIS_URL")
    cache: bool = Field(True, alias="STOKE_CACHE")
    cache_mb: int = Field(32, ge=0, le=4096, alias="STOKE_CACHE_MB")

    smtp_url: SecretStr = Field(alias="SMTP_URL")
    mail_from: str = Field("Stoke <no-reply@stoke.localhost>", alias="STOKE_MAIL_FROM")

    google_issuer: str = Field("https://accounts.google.com", pattern=r"^https?://", alias="STOKE_GOOGLE_ISSUER")
    google_client_id: str | None = Field(None, min_length=1, alias="STOKE_GOOGLE_CLIENT_ID")
    google_client_secret: SecretStr | None = Field(None, min_length=1, alias="STOKE_GOOGLE_CLIENT_SECRET")
    facebook_issuer: str = Field("https://www.facebook.com", pattern=r"^https?://", alias="STOKE_FACEBOOK_ISSUER")
    facebook_client_id: str | None = Field(None, min_length=1, alias="STOKE_FACEBOOK_CLIENT_ID")
    facebook_client_secret: SecretStr | None = Field(None, min_length=1, alias="STOKE_FACEBOOK_CLIENT_SECRET")

    access_token_seconds: int = Field(900, ge=60, le=3600, alias="STOKE_ACCESS_TOKEN_SECONDS")
    refresh_token_days: int = Field(30, ge=1, le=365, alias="STOKE_REFRESH_TOKEN_DAYS")
    refresh_grace_seconds: int = Field(60, ge=0, le=60, alias="STOKE_REFRESH_GRACE_SECONDS")
    job_lease_seconds: int = Field(60, ge=2, le=3600, alias="STOKE_JOB_LEASE_SECONDS")
    invitation_days: int = Field(14, ge=1, le=90, alias="STOKE_INVITATION_DAYS")

    rate_limit_api: int = Field(100, ge=0, alias="STOKE_RATE_LIMIT_API")
    rate_limit_key: int = Field(600, ge=0, le=10_000, alias="STOKE_RATE_LIMIT_KEY")
    rate_limit_organization: int = Field(10_000, ge=0, alias="STOKE_RATE_LIMIT_ORGANIZATION")
    rate_limit_uploads: int = Field(10, ge=0, alias="STOKE_RATE_LIMIT_UPLOADS")
    rate_limit_sign_in: int = Field(5, ge=0, alias="STOKE_RATE_LIMIT_SIGN_IN")

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return value

    @field_validator("field_keys")
    @classmethod
    def _parsable(cls, value: SecretStr) -> SecretStr:
        parse_field_keys(value.get_secret_value())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(network.prefixlen == 0 for network in parse_networks(value)):
            raise ValueError("name the networks of your proxies: whoever is in them may say who asks")
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_ORIGIN.fullmatch(origin) for origin in value):
            raise ValueError("each must be an origin, such as https://www.example.com, without path or wildcard")
        return value

    @field_validator("files")
    @classmethod
    def _known_place(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith("file:///"):
            raise ValueError("must be file:///folder")
        return value

    @model_validator(mode="after")
    def _identity_whole(self) -> "Settings":
        for name, of, secret in (
            ("GOOGLE", self.google_client_id, self.google_client_secret),
            ("FACEBOOK", self.facebook_client_id, self.facebook_client_secret),
        ):
            if (of is None) != (secret is None):
                raise ValueError(f"set both STOKE_{name}_CLIENT_ID and STOKE_{name}_CLIENT_SECRET, or neither")
        return self

    @model_validator(mode="after")
    def _no_local_defaults_in_production(self) -> "Settings":
        if self.env != "production":
            return self
        wrong: list[str] = []
        if not self.base_url.startswith("https://"):
            wrong.append("STOKE_BASE_URL must be an https address")
        if any(not origin.startswith("https://") for origin in self.allowed_origins):
            wrong.append("STOKE_ALLOWED_ORIGINS must be https addresses")
        if self.mailbox_url is not None:
            wrong.append("STOKE_MAILBOX_URL is the local mailbox and must be unset")
        smtp_host = urlsplit(self.smtp_url.get_secret_value()).hostname
        if smtp_host in {None, "localhost", "127.0.0.1", "::1"}:
            wrong.append("SMTP_URL must name a real mail server")
        if ".localhost" in self.mail_from:
            wrong.append("STOKE_MAIL_FROM must be an address of yours")
        for name, issuer in (("GOOGLE", self.google_issuer), ("FACEBOOK", self.facebook_issuer)):
            if not issuer.startswith("https://"):
                wrong.append(f"STOKE_{name}_ISSUER must be an https address")
        if not self.trusted_proxies:
            # TLS ends before Stoke: without this all anonymous callers would share the proxy's address and its limits.
            wrong.append("STOKE_TRUSTED_PROXIES must name the networks of your proxies")
        if self.clock_offset_seconds:
            wrong.append("STOKE_CLOCK_OFFSET_SECONDS is for fault tests and must be unset")
        if self.access_token_seconds >= _SHORTEST_IDLE_SECONDS:
            wrong.append("STOKE_ACCESS_TOKEN_SECONDS must be below 1800: people at work would be signed out as idle")
        if self.files is None and not self.data_dir.is_absolute():
            wrong.append("STOKE_FILES or STOKE_DATA_DIR must name a folder that stays")
        if wrong:
            raise ValueError("not fit for production: " + "; ".join(wrong))
        return self

    @property
    def files_folder(self) -> Path:
        """Where uploaded files lie."""
        return self.data_dir / "files" if self.files is None else Path(unquote(urlsplit(self.files).path))

    @property
    def secure_cookies(self) -> bool:
        """Cookies are marked Secure wherever the site is reached by https."""
        return self.base_url.startswith("https://")


def parse_field_keys(text: str) -> dict[str, bytes]:
    """`id:base64(32 bytes)` pairs parted by commas → keys by id; the first one encrypts."""
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, _, encoded = part.strip().partition(":")
        key = base64.b64decode(encoded, validate=True)
        if not name or len(key) != 32 or name in keys:
            raise ValueError("each field key is `id:base64` of 32 bytes, with ids that differ")
        keys[name] = key
    return keys


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Composition roots call it; everything below is handed values."""
    return Settings()  # pyright: ignore[reportCallIssue]  # the fields come from the environment
