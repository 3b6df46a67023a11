"""Write `docs/schema.md` from the models: no server and no database is asked."""

import sys

from backend.local.paths import ROOT
from backend.local.schema_docs.page import page

SCHEMA = ROOT / "docs" / "schema.md"


def export(*, check: bool) -> int:
    """Write the page; with `check` only compare. Exit code 1 when it is stale."""
    text = page()
    if not check:
        SCHEMA.write_text(text, encoding="utf-8")
        return 0
    if SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/schema.md is stale: run `python -m backend.cli schema-docs`.\n")
    return 1
