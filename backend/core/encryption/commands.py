"""The commands about the keys of encrypted values: `keys check`, `keys rotate`."""

import sys

from backend.core.archives import ArchiveError, Archives
from backend.core.archives.sealing import reseal
from backend.core.db.base import partitioned
from backend.core.db.database import Database
from backend.core.encryption.keyring import MissingKeyError, in_use, prove_keys, retire
from backend.core.encryption.rotation import rotate, uses

HELD_ELSEWHERE = (
    "Values are still put under {}: some process of Stoke has it as its first key. Give all of them the new order of "
    "keys, then run this again."
)


async def run(database: Database, archives: Archives, command: str) -> int:
    """Run one of them; its exit code. What is wrong is a line, not a traceback. All models must be known."""
    try:
        if command == "check":
            await _check(database)
            return 0
        return await _rotate(database, archives)
    except (ArchiveError, MissingKeyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


async def _check(database: Database) -> None:
    """Which key holds how much, and whether this environment has what is needed."""
    first, *others = database.ports.cipher.names
    _say(f"encrypts: {first}; only decrypts: {', '.join(others) or 'none'}")
    for (place, key), count in sorted((await uses(database)).items()):
        _say(f"{place}: {count} under {key}")
    await prove_keys(database)
    _say("Every key that values may be under is there.")


async def _rotate(database: Database, archives: Archives) -> int:
    current = database.ports.cipher.current
    result = await rotate(database, say=_say)
    for place, count in sorted(result.done.items()):
        _say(f"{place}: {count} values are under {current} now")
    _say(f"archives: {await reseal(archives, partitioned())} files are under {current} now")
    for problem in sorted(result.broken):
        sys.stderr.write(f"{problem}\n")
    left = set(result.left)
    if left and not result.broken:
        sys.stderr.write(HELD_ELSEWHERE.format(" and ".join(sorted(left))) + "\n")
    retired = await in_use(database) - left - {current}
    await retire(database, retired)
    if retired:
        _say(f"Nothing is under {' or '.join(sorted(retired))} any more: take it out of STOKE_FIELD_KEYS.")
    return 1 if left else 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
