"""`make chaos`: kills, freezes and starves every part under load, and checks what must hold. Ends with 1 if not."""

import argparse
import asyncio
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import orjson

from backend.chaos.faults import FAULTS, Fault
from backend.chaos.house import House
from backend.chaos.stand import environment, migrate, settings_of
from backend.chaos.starving import full_disk, small_disk
from backend.chaos.storm import Storm
from backend.domains.training.library_sync import sync_library
from backend.local.paths import ROOT
from backend.local.services import DATABASE, Services, embedded

FULL_DISK = "full-disk"


def main() -> int:
    """Run what was asked for; 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m backend.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="of faults at random; each comes at least once")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same order")
    parser.add_argument("--only", default="", help="a fault, or part of its name")
    parser.add_argument("--port", type=int, default=8600, help="the first of four ports on loopback")
    options = parser.parse_args()
    known = (*FAULTS, FULL_DISK)
    if not any(options.only in name for name in known):
        parser.error(f"no fault is called {options.only!r}; there are: {', '.join(known)}")
    # So that an end from outside takes the servers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(os.environ.get("STOKE_CHAOS_DIR", ROOT / ".data" / "chaos"))
    begun = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    with small_disk(folder / "disk") as small:
        if not small:
            print("A full disk is not tried: only root may make a small one.")  # noqa: T201 - the report
        faults = FAULTS | ({FULL_DISK: full_disk} if small else {})
        wanted = {name: fault for name, fault in faults.items() if options.only in name}
        if not wanted:
            return 1
        with embedded(folder / "disk" / "data") as services:
            report = _report(services, options, wanted)
            # The small disk goes, and what is wrong is found in the logs.
            shutil.copytree(services.data.logs, folder / "logs")
            report["not_tried"] = [] if small else [FULL_DISK]
    report["seconds"] = round(time.monotonic() - begun)
    (folder / "latest.json").write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    _print(report)
    return 1 if report["broken"] else 0


def _report(services: Services, options: argparse.Namespace, faults: dict[str, Fault]) -> dict[str, Any]:
    asyncio.run(_empty(services))
    migrate(services.urls().owner)
    asyncio.run(sync_library(services.urls().owner))
    return asyncio.run(_run(services, options, faults))


async def _empty(services: Services) -> None:
    await services.drop_database(DATABASE)
    await services.create_database(DATABASE)


async def _run(services: Services, options: argparse.Namespace, faults: dict[str, Fault]) -> dict[str, Any]:
    house = House(services, environment(services), services.data.path, options.port)
    try:
        await house.start()
        return await Storm(house, settings_of(house.env), options.seed).run(faults, options.minutes * 60)
    finally:
        await house.end()


def _print(report: dict[str, Any]) -> None:
    for name, value in report.items():
        if name not in ("broken", "recoveries"):
            print(f"{name}: {value}")  # noqa: T201 - the report
    for line in report["broken"][:40]:
        print(f"BROKEN {line}")  # noqa: T201 - the report
    print(f"{len(report['broken'])} broken")  # noqa: T201 - the report


if __name__ == "__main__":
    sys.exit(main())
