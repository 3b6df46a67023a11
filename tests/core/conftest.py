"""Servers of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.local.paths import DataDir
from backend.local.valkey import EmbeddedValkey


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    """A server to be killed."""
    data = DataDir(tmp_path)
    for folder in (data.logs, data.valkey):
        folder.mkdir(parents=True, exist_ok=True)
    server = EmbeddedValkey(data)
    server.start()
    yield server
    server.stop()
