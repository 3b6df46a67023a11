"""Providers of sign-ins elsewhere: the real adapter against a real provider over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from backend.core.settings import Settings
from backend.simulators.openid.app import create_provider
from backend.simulators.openid.provider import Issuer
from backend.wiring import identity_providers
from tests.support.server import listening, serving
from tests.support.stoke import Stoke

SECRET = "a secret between the two of us"


@pytest.fixture(scope="module")
async def house(stoke: Stoke) -> AsyncIterator[Stoke]:
    """A Stoke with both providers."""
    async with listening() as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        issuers = {
            name: Issuer(f"{base}/{name}", "stoke", SECRET, states_verified=name == "google")
            for name in ("google", "facebook")
        }
        changes: dict[str, Any] = {}
        for name, issuer in issuers.items():
            changes |= {f"{name}_issuer": issuer.address, f"{name}_client_id": "stoke", f"{name}_client_secret": SECRET}
        settings = Settings.model_validate({**stoke.settings.model_dump(), **changes})
        async with serving(create_provider(issuers), listener):
            object.__setattr__(stoke.runtime.ports, "identity", identity_providers(settings))
            yield stoke
            object.__setattr__(stoke.runtime.ports, "identity", {})
