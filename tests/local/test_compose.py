"""What a machine without a container engine can check: the compose file, the images and nginx fit the code."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend import cli
from backend.core.security_headers import security_headers
from backend.core.settings import Settings
from backend.main import api_router, flat

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILES = sorted((ROOT / "deploy").glob("*.Dockerfile"))
EXAMPLE = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def _commands() -> list[list[str]]:
    """Every command that runs our code, from the compose file and the images."""
    found = [s["command"] for s in SERVICES.values() if "backend.cli" in s.get("command", [])]
    for path in DOCKERFILES:
        found += [yaml.safe_load(line[4:]) for line in path.read_text().splitlines() if line.startswith("CMD [")]
    return found


def test_every_part_is_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", "roles", "migrate", "api", "worker", "web"}


@pytest.mark.parametrize("command", _commands(), ids=lambda command: " ".join(command[3:4]))
def test_each_command_is_one_that_the_command_line_knows(command: list[str]) -> None:
    assert command[:3] == ["python", "-m", "backend.cli"]
    cli.parser().parse_args(command[3:])


def test_services_wait_for_services_that_exist_and_can_be_waited_for() -> None:
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in SERVICES, f"{name} waits for {other}"
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other]
            else:
                assert SERVICES[other]["restart"] == "no"


def test_every_name_taken_from_the_environment_is_explained() -> None:
    used = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text()))
    for service in SERVICES.values():
        used |= {name for name in service.get("environment", {}) if not name.startswith("POSTGRES_")}
    aliases = {field.alias for field in Settings.model_fields.values() if field.alias}

    assert used | aliases <= EXAMPLE


def test_every_explained_name_is_read_somewhere() -> None:
    places = [*(ROOT / "backend").rglob("*.py"), ROOT / "docker-compose.yml"]
    text = "\n".join(path.read_text() for path in places)

    assert [name for name in sorted(EXAMPLE) if name not in text] == []


def test_images_are_pinned() -> None:
    images = [service["image"] for service in SERVICES.values()]
    for path in DOCKERFILES:
        images += re.findall(r"^FROM (\S+)", path.read_text(), re.MULTILINE)

    for image in images:
        _, _, tag = image.rpartition(":")
        assert tag != image, f"{image} has no tag"
        assert tag != "latest"


def test_the_production_image_leaves_out_simulators_demo_and_local_tools() -> None:
    ignored = (ROOT / "deploy" / "api.Dockerfile.dockerignore").read_text().split()

    assert {"backend/local", "backend/simulators", "backend/demo"} <= set(ignored)
    assert ignored.index("!backend") < ignored.index("backend/local")


def test_what_the_images_copy_exists() -> None:
    for path in DOCKERFILES:
        for line in path.read_text().splitlines():
            if line.startswith("COPY ") and "--from" not in line:
                for source in line.split()[1:-1]:
                    assert (ROOT / source).exists(), f"{path.name} copies {source}"


def test_nginx_gives_the_same_security_headers_as_the_api_in_production() -> None:
    text = (ROOT / "deploy" / "security_headers.conf").read_text()
    given = {
        name.lower(): value for name, value in re.findall(r'^add_header (\S+) "([^"]+)" always;', text, re.MULTILINE)
    }
    settings = Settings.model_validate(
        {
            "STOKE_ENV": "production",
            "STOKE_TRUSTED_PROXIES": ("172.30.86.0/24",),
            "STOKE_BASE_URL": "https://stoke.example.com",
            "STOKE_SECRET_KEY": "x" * 32,
            "STOKE_FIELD_KEYS": "k1:" + "A" * 43 + "=",
            "DATABASE_URL": "postgresql://a@b/c",
            "DATABASE_SYSTEM_URL": "postgresql://a@b/c",
            "REDIS_URL": "redis://valkey",
            "SMTP_URL": "smtps://mail.example.com",
            "STOKE_MAIL_FROM": "Stoke <no-reply@example.com>",
            "STOKE_DATA_DIR": "/data",
        }
    )

    assert given == dict(security_headers(settings))


def test_nginx_braces_balance_and_its_includes_are_copied() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    code = re.sub(r"#.*|'[^']*'|\"[^\"]*\"|\$\{\w+\}", "", text)

    assert code.count("{") == code.count("}")
    included = set(re.findall(r"include (\S+);", text)) - {"mime.types"}
    copied = (ROOT / "deploy" / "web.Dockerfile").read_text()
    assert all(f"/etc/nginx/{name}" in copied for name in included)


def _shown(address: str) -> str:
    """What the web server's log says of an address, by the map in its file."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    assert '"$request_method $shown_path"' in text
    rules = re.search(r"map \$request_uri \$shown_path \{(.*?)\n    \}", text, re.DOTALL)
    assert rules is not None
    for pattern, shown in re.findall(r"~(\S+) (\S+);", rules[1]):
        found = re.match(pattern.replace("(?<", "(?P<"), address)
        if found is not None:
            return found.expand(re.sub(r"\$(\w+)", r"\\g<\1>", shown))
    return ""


def test_the_example_trusts_the_compose_network_and_no_more() -> None:
    example = re.search(r"STOKE_TRUSTED_PROXIES=(\S+)", (ROOT / ".env.example").read_text())
    assert example is not None
    assert yaml.safe_load(example[1]) == [COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"]]


def test_the_web_servers_log_shows_no_token() -> None:
    paths = [str(getattr(route, "path", "")) for route in flat(api_router(), "/api")]
    secret = [path for path in paths if "{token}" in path]
    assert secret
    for path in (*secret, "/invite/{token}"):
        assert "s3cret" not in _shown(path.format(token="s3cret"))
        assert "s3cret" not in _shown(f"{path.format(token='s3cret')}?x=s3cret")
    assert _shown("/verify?token=s3cret") == "/verify"
    assert _shown("/api/clients?q=ada") == "/api/clients"
