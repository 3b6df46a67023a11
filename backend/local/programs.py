"""The programs of a local run and their commands: the same ones that the images run."""

import sys
from pathlib import Path

from backend.local.environment import Addresses
from backend.local.keeper import Program
from backend.local.leftovers import MARK
from backend.local.paths import ROOT, DataDir
from backend.local.toolchain import FRONTEND, tool_environment


def api(addresses: Addresses, env: dict[str, str], data: DataDir, *, reload: bool) -> Program:
    """The API, which also serves the built web app."""
    host = "127.0.0.1" if reload else addresses.host
    arguments = ["api", "--host", host, "--port", str(addresses.api_port), *(["--reload"] if reload else [])]
    return _program("api", [sys.executable, "-m", "backend.cli", *arguments], env, data)


def worker(env: dict[str, str], data: DataDir, *, reload: bool) -> Program:
    """The job worker; with `reload` it starts anew when the code changes."""
    command = [sys.executable, "-m", "backend.cli", "worker"]
    if reload:
        command = [
            sys.executable,
            "-m",
            "watchfiles",
            "--filter",
            "python",
            " ".join(command),
            str(ROOT / "backend"),
        ]
    return _program("worker", command, env, data)


def mailbox(addresses: Addresses, env: dict[str, str], data: DataDir) -> Program:
    """The local mailbox. It gets no secret: only where to listen and where to keep mails."""
    command = [sys.executable, "-m", "backend.simulators.mailbox", "--host", addresses.host]
    command += ["--port", str(addresses.mailbox_port), "--smtp-port", str(addresses.smtp_port)]
    command += ["--folder", str(data.mailbox)]
    public = {name: env[name] for name in ("PATH", "PYTHONUNBUFFERED") if name in env}
    return _program("mailbox", command, public, data)


def openid(addresses: Addresses, env: dict[str, str], data: DataDir) -> Program:
    """The local stand-in for Google and Facebook. Of our settings it gets the one secret that it shares with us."""
    command = [sys.executable, "-m", "backend.simulators.openid", "--host", addresses.host]
    command += ["--port", str(addresses.openid_port), "--client-id", env["STOKE_GOOGLE_CLIENT_ID"]]
    public = {name: env[name] for name in ("PATH", "PYTHONUNBUFFERED") if name in env}
    return _program("openid", command, {**public, "STOKE_OPENID_SECRET": env["STOKE_GOOGLE_CLIENT_SECRET"]}, data)


def web_dev(addresses: Addresses, env: dict[str, str], data: DataDir) -> Program:
    """Vite's development server, which hands ``/api`` to the API."""
    command = [
        "npm",
        "run",
        "dev",
        "--",
        "--host",
        addresses.host,
        "--port",
        str(addresses.port),
        "--strictPort",
    ]
    command[0] = str(Path(sys.executable).parent / "npm")
    full = {**tool_environment(), "STOKE_API_PORT": str(addresses.api_port), "HOME": env.get("HOME", "")}
    return _program("web", command, full, data, cwd=FRONTEND)


def _program(name: str, command: list[str], env: dict[str, str], data: DataDir, cwd: Path = ROOT) -> Program:
    return Program(name, command, {**env, MARK: str(data.path)}, data.logs / f"{name}.log", cwd)
