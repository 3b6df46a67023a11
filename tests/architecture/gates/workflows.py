"""Rules of the build server: it prepares a machine and calls make; it may read and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.architecture.gates.files import HOSTS

NEEDED = frozenset({"check", "test"})
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
VERSION_BESIDE = re.compile(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def broken(root: Path) -> list[str]:
    """What a workflow below `root` does that it must not, and what none of them does though it must."""
    found: list[str] = []
    called: set[str] = set()
    for path in sorted((root / ".github" / "workflows").glob("*.y*ml")):
        text = path.read_text(encoding="utf-8")
        workflow: dict[Any, Any] = yaml.safe_load(text)
        found += [f"{path.name}: {sentence}" for sentence in _workflow(workflow, text, targets(root))]
        called |= set(_on_every_change(workflow))
    return found + [f"no workflow runs `make {target}` on every change" for target in sorted(NEEDED - called)]


def targets(root: Path) -> frozenset[str]:
    """What the Makefile can make."""
    return frozenset(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def of_script(root: Path) -> list[str]:
    """The targets that the script for other build servers makes; anything else that it runs as it stands there."""
    lines = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    setup = ("#", "set -", "cd ", "export ")
    return [line.removeprefix("make ") for line in lines if line.strip() and not line.startswith(setup)]


def _workflow(workflow: dict[Any, Any], text: str, known: frozenset[str]) -> Iterator[str]:
    if workflow.get("permissions") != {"contents": "read"}:
        yield "may do more than read the repository"
    if workflow.get("concurrency", {}).get("cancel-in-progress") is not True:
        yield "goes on with what a later push has overtaken"
    if "pull_request_target" in _events(workflow):
        yield "runs a stranger's code with our rights (pull_request_target)"
    if "secrets." in text:
        yield "hands secrets to what it runs"
    for host in HOSTS.findall(text):
        yield f"names a registry ({host})"
    for line in text.splitlines():
        if "uses:" in line and not VERSION_BESIDE.search(line):
            yield f"{line.strip()}: is not pinned by commit with its version beside it"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: {sentence}" for sentence in _job(job, known))


def _job(job: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    if "permissions" in job:
        yield "has permissions of its own"
    if "timeout-minutes" not in job:
        yield "may hang for hours"
    if "uses" in job or "container" in job or "services" in job:
        yield "runs elsewhere than on the machine itself"
    for step in job.get("steps", ()):
        run, uses = step.get("run"), step.get("uses", "")
        if run is not None and not _makes(run, known):
            yield f"runs `{run.strip()}`, which is not a target of the Makefile"
        if uses and not PINNED.fullmatch(uses):
            yield f"{uses}: is not pinned by commit"
        if uses.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
            yield "leaves its credentials to what it runs"
        if step.get("continue-on-error"):
            yield "goes on after a failure"


def _makes(run: str, known: frozenset[str]) -> bool:
    words = run.split()
    return words[:1] == ["make"] and len(words) == 2 and words[1] in known


def _on_every_change(workflow: dict[Any, Any]) -> Iterator[str]:
    """The targets made by pushes and pull requests alike."""
    if not {"push", "pull_request"} <= set(_events(workflow)):
        return
    for job in workflow["jobs"].values():
        if job.get("if") in (None, "github.event_name != 'schedule'"):
            for step in job.get("steps", ()):
                if "if" not in step and step.get("run", "").startswith("make "):
                    yield step["run"].split()[1]


def _events(workflow: dict[Any, Any]) -> dict[str, Any]:
    """YAML 1.1 reads the key `on` as true."""
    return workflow.get("on") or workflow.get(True) or {}
