"""Mails that arrived: at least once, and a repeat under the same Message-ID."""

from collections import defaultdict
from email import message_from_bytes
from pathlib import Path

from backend.chaos.ledger import Ledger


def broken_mails(folder: Path, ledger: Ledger) -> tuple[list[str], int]:
    """What does not hold about the mailbox's folder, and how many mails came more than once."""
    ids: dict[str, list[str]] = defaultdict(list)
    for path in folder.glob("*.eml"):
        mail = message_from_bytes(path.read_bytes())
        ids[str(mail["To"])].append(str(mail["Message-ID"]))
    found: list[str] = []
    for address, accepted in ledger.invited.items():
        came = set(ids.get(address, ()))
        if accepted and len(came) != 1:
            found.append(f"mail to {address}: {len(came)} different ones came instead of one")
        elif len(came) > 1:
            found.append(f"mail to {address}: {len(came)} different ones came")
    return found, sum(len(came) - len(set(came)) for came in ids.values())
