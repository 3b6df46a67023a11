"""Where the journeys go, and how one is run."""

import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.demo.accounts import OWNER

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECONDS = 240


@dataclass(frozen=True, slots=True)
class Site:
    """A running Stoke and its mailbox."""

    base_url: str
    mailbox_url: str

    @staticmethod
    def owner_sign_in() -> dict[str, str]:
        """The demo owner's credentials."""
        return {"email": OWNER.email, "password": OWNER.password}

    def journey(self, name: str, **options: Any) -> str:
        """Run `journeys/<name>.mjs` in the bundled browser; its output. Fails the test with its last words."""
        artifacts = HERE / "artifacts" / "-".join([name, *(str(value) for value in options.values())])
        artifacts.mkdir(parents=True, exist_ok=True)
        job = {**asdict(self), **options, "artifacts": str(artifacts)}
        done = subprocess.run(
            ["node", str(HERE / "journeys" / f"{name}.mjs"), json.dumps(job)],
            cwd=ROOT / "frontend",
            env={**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-5000:]}\nscreenshots: {artifacts}"
        return done.stdout
