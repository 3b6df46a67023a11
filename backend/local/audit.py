"""Ask whether known vulnerabilities concern what the lock files pin: ``python -m backend.local.audit``.

Python's lock is looked up in OSV, the web app's at the npm registry that npm is set to. Without a network nothing is
known, and that is said: exit code 0 means looked up and clean, 1 means found, 3 means that at least one lock file was
not looked up. One that does not concern us is accepted, with the reason, in ``pyproject.toml``:

    [tool.stoke.accepted-vulnerabilities]
    GHSA-xxxx-xxxx-xxxx = "only the command line of the package is affected, which nobody runs"
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.local.paths import ROOT
from backend.local.toolchain import tool_environment

FOUND, NOT_CHECKED = 1, 3


class NotCheckedError(Exception):
    """The database of vulnerabilities did not answer; the message is what the tool said last."""


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A pinned package, and the names under which its vulnerability is known."""

    package: str
    names: tuple[str, ...]
    title: str

    def __str__(self) -> str:
        return f"{self.package}: {self.names[0]}: {self.title}"


def python(lock: Path, *options: str) -> list[Vulnerability]:
    """What concerns a `requirements.txt` with hashes; `options` go to pip-audit. Raises NotCheckedError."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    answer = _json(
        [*command, "--vulnerability-service=osv", "--format=json", "--progress-spinner=off", *options], lock.parent
    )
    found: list[Vulnerability] = []
    for package in answer.get("dependencies", ()):
        name = f"{package['name']} {package.get('version', '')}"
        if "skip_reason" in package:
            raise NotCheckedError(f"{name}: {package['skip_reason']}")
        found += [
            Vulnerability(name, (entry["id"], *entry["aliases"]), entry["description"].partition("\n")[0])
            for entry in package["vulns"]
        ]
    return found


def node(folder: Path, environment: Mapping[str, str]) -> list[Vulnerability]:
    """What concerns the `package-lock.json` of a folder. Raises NotCheckedError."""
    answer = _json(["npm", "audit", "--json", "--fetch-retries=1"], folder, environment)
    if "vulnerabilities" not in answer:
        raise NotCheckedError(str(answer.get("message") or answer.get("error")))
    return [
        Vulnerability(name, (str(via["url"]).rpartition("/")[2], str(via["source"])), via["title"])
        for name, package in answer["vulnerabilities"].items()
        for via in package["via"]
        if isinstance(via, dict)  # a name is another package of this list, through which this one is concerned
    ]


def _json(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a tool answers. Its exit code says the same for "found" and "no network", so only its JSON counts."""
    env = {**tool_environment(), **(environment or {})}
    result = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    try:
        answer: dict[str, Any] = json.loads(result.stdout)
    except ValueError:
        raise NotCheckedError((result.stderr.strip().splitlines() or ["no answer"])[-1]) from None
    return answer


def accepted(root: Path) -> dict[str, str]:
    """Names of vulnerabilities that do not concern us, and why."""
    tools: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["tool"]
    return tools.get("stoke", {}).get("accepted-vulnerabilities", {})


def main(root: Path = ROOT, *options: str, environment: Mapping[str, str] | None = None) -> int:
    """Look both lock files up, say what was found and what was not looked up; the exit code."""
    checks = {
        "requirements-dev.txt": lambda: python(root / "requirements-dev.txt", *options),
        "frontend/package-lock.json": lambda: node(root / "frontend", environment or {}),
    }
    known, found, unchecked = accepted(root), 0, 0
    for lock, check in checks.items():
        try:
            vulnerabilities = [one for one in check() if known.keys().isdisjoint(one.names)]
        except NotCheckedError as error:
            unchecked += 1
            sys.stderr.write(f"{lock}: NOT CHECKED: the database of vulnerabilities did not answer: {error}\n")
            continue
        found += len(vulnerabilities)
        sys.stderr.writelines(f"{lock}: {one}\n" for one in vulnerabilities)
        sys.stdout.write(f"{lock}: {len(vulnerabilities)} known vulnerabilities\n")
    return FOUND if found else NOT_CHECKED if unchecked else 0


if __name__ == "__main__":
    sys.exit(main())
