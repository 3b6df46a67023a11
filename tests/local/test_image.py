"""The image's commands run from what the image holds, without simulators, demo and local tools."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from backend.local.services import Services

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the ignore file lets through."""
    folder = tmp_path_factory.mktemp("image") / "app"
    folder.mkdir()
    lines = (ROOT / "deploy" / "api.Dockerfile.dockerignore").read_text().split()
    left_out = {ROOT / line for line in lines if not line.startswith(("!", "*"))}

    def ignored(parent: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(parent) / name in left_out or name == "__pycache__"}

    for name in (line[1:] for line in lines if line.startswith("!")):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def run(image: Path, services: Services) -> Run:
    """Runs a Python command line in the image, configured by the environment as the compose file does it."""
    urls = services.urls("from_image")
    environment = {
        "PATH": os.environ["PATH"],
        "STOKE_ENV": "production",
        "STOKE_TRUSTED_PROXIES": '["172.30.86.0/24"]',
        "STOKE_BASE_URL": "https://stoke.example.com",
        "STOKE_SECRET_KEY": services.keys.secret_key,
        "STOKE_FIELD_KEYS": services.keys.field_keys,
        "STOKE_MAIL_FROM": "Stoke <no-reply@example.com>",
        "STOKE_DATA_DIR": "/data",
        "SMTP_URL": "smtps://mail.example.com:465",
        "DATABASE_URL": urls.app,
        "DATABASE_SYSTEM_URL": urls.system,
        "DATABASE_OWNER_URL": urls.owner,
        "DATABASE_ADMIN_URL": services.postgres.admin_url(),
        "REDIS_URL": services.redis_url,
    }

    def execute(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        env = {**environment, **changes}
        return subprocess.run(command, cwd=image, env=env, capture_output=True, text=True, check=False, timeout=60)

    return execute


def test_nothing_local_is_inside(image: Path) -> None:
    names = {path.name for path in (image / "backend").iterdir()}

    assert {"core", "domains", "main.py", "worker.py", "cli.py"} <= names
    assert not names & {"local", "simulators", "demo"}


def test_roles_then_schema_are_made_from_outside(run: Run, services: Services) -> None:
    asyncio.run(services.drop_database("from_image"))

    roles = run("-m", "backend.cli", "roles")
    assert roles.returncode == 0, roles.stderr
    migrate = run("-m", "backend.cli", "migrate")
    assert migrate.returncode == 0, migrate.stderr

    async def owner() -> object:
        connection = await asyncpg.connect(services.urls("from_image").app)
        try:
            return await connection.fetchval("SELECT tableowner FROM pg_tables WHERE tablename = 'organizations'")
        finally:
            await connection.close()

    assert asyncio.run(owner()) == "stoke_owner"
    asyncio.run(services.drop_database("from_image"))


def test_roles_refuses_a_role_that_the_policies_do_not_know(run: Run) -> None:
    answer = run("-m", "backend.cli", "roles", DATABASE_URL="postgresql://somebody:x@h/stoke")

    assert answer.returncode == 1
    assert "DATABASE_URL must name the role stoke_app" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_api_and_worker_load(run: Run) -> None:
    answer = run("-c", "import backend.worker; from backend.main import create_app; create_app()")

    assert answer.returncode == 0, answer.stderr


def test_production_refuses_the_local_mail_server(run: Run) -> None:
    answer = run("-c", "from backend.main import create_app; create_app()", SMTP_URL="smtp://127.0.0.1:25")

    assert answer.returncode != 0
    assert "SMTP_URL must name a real mail server" in answer.stderr
