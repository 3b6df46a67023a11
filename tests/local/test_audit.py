"""The lock files are looked up; no answer is never taken for a clean one. Databases are stand-ins on loopback."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from backend.local import audit
from tests.faults.processes import free_port

BAD = {"id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2026-1"], "summary": "opens doors", "details": "opens doors",
       "affected": [{"package": {"name": "left", "ecosystem": "PyPI"}, "versions": ["1.0"]}]}  # fmt: skip
ADVISORY = {"id": 7, "url": "https://example.test/advisories/GHSA-dddd-eeee-ffff", "title": "leaks", "severity": "high",
            "vulnerable_versions": "<2", "cwe": [], "cvss": {"score": 8, "vectorString": None}}  # fmt: skip


class _Database(BaseHTTPRequestHandler):
    """Answers as OSV's query and npm's bulk advisories do, for the packages `left` and `pad`."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked: dict[str, Any] = json.loads(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
        if self.path == "/v1/query":
            answer = {"vulns": [BAD]} if asked["package"]["name"] == "left" else {}
        else:
            answer = {"pad": [ADVISORY]} if "pad" in asked else {}
        self._answer(answer)

    def do_GET(self) -> None:
        self._answer(
            {
                "name": "pad",
                "dist-tags": {"latest": "1.0.0"},
                "versions": {"1.0.0": {"name": "pad", "version": "1.0.0"}},
            }
        )

    def _answer(self, answer: object) -> None:
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def database() -> Iterator[str]:
    """The address of both stand-ins."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Database)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def tree(folder: Path, python: str = "right", node: str = "stone", accepted: str = "") -> Path:
    """A repository that pins one package of each kind."""
    (folder / "pyproject.toml").write_text(f"[tool.stoke.accepted-vulnerabilities]\n{accepted}")
    (folder / "requirements-dev.txt").write_text(f"{python}==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    (folder / "frontend").mkdir()
    (folder / "frontend" / "package.json").write_text(json.dumps({"name": "web", "dependencies": {node: "1.0.0"}}))
    packages = {"": {"name": "web", "dependencies": {node: "1.0.0"}}, f"node_modules/{node}": {"version": "1.0.0"}}
    lock = {"name": "web", "lockfileVersion": 3, "requires": True, "packages": packages}
    (folder / "frontend" / "package-lock.json").write_text(json.dumps(lock))
    return folder


def run(root: Path, database: str) -> int:
    """Look both locks up at the stand-ins."""
    home = {"npm_config_registry": database, "npm_config_fetch_retries": "0", "npm_config_cache": str(root / "cache")}
    return audit.main(root, f"--osv-url={database}/v1/query", "--timeout=5", environment=home)


def test_clean_locks_pass(tmp_path: Path, database: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(tree(tmp_path), database) == 0
    assert capfd.readouterr().out.count(": 0 known vulnerabilities") == 2


def test_what_is_known_is_found(tmp_path: Path, database: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(tree(tmp_path, "left", "pad"), database) == audit.FOUND
    said = capfd.readouterr().err
    assert "left 1.0: CVE-2026-1: opens doors" in said
    assert "pad: GHSA-dddd-eeee-ffff: leaks" in said


def test_what_does_not_concern_us_is_accepted_by_any_of_its_names(tmp_path: Path, database: str) -> None:
    reasons = 'CVE-2026-1 = "never called"\nGHSA-dddd-eeee-ffff = "never called"\n'
    assert run(tree(tmp_path, "left", "pad", reasons), database) == 0


def test_without_a_network_it_says_that_nothing_was_checked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(tree(tmp_path), f"http://127.0.0.1:{free_port()}") == audit.NOT_CHECKED
    captured = capfd.readouterr()
    assert captured.err.count("NOT CHECKED") == 2
    assert "0 known" not in captured.out
