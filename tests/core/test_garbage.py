"""A process that is ready does not look through what stays, and still finds garbage by itself."""

import asyncio
import gc
import sys

from tests.faults.processes import ROOT, environment
from tests.support.stoke import Stoke

_PROCESS = """
import asyncio, gc, weakref
from backend.core.garbage import YOUNG
from backend.main import create_app

class Ring:
    def __init__(self):
        self.self = self

async def main():
    app = create_app()
    async with app.router.lifespan_context(app):
        ring = weakref.ref(Ring())
        kept = [[] for _ in range(2 * YOUNG)]
        print(gc.get_freeze_count(), ring() is None, len(kept))

asyncio.run(main())
"""


async def test_what_stands_at_the_start_is_not_looked_at_again_and_garbage_is(stoke: Stoke) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROCESS, cwd=ROOT, env=environment(stoke.settings), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    stays, found, _kept = said.decode().split()[-3:]
    assert int(stays) > 100_000
    assert found == "True"


async def test_an_app_inside_another_process_leaves_that_one_alone(stoke: Stoke) -> None:
    assert stoke.runtime.settings.env == "test"
    assert gc.get_freeze_count() == 0
