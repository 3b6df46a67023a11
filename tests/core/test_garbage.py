"""A process that is ready does not look through what stays, and still finds garbage."""

import asyncio
import gc
import sys

from tests.faults.processes import ROOT, environment
from tests.support.stoke import Stoke

_PROCESS = """
import asyncio, gc
from backend.main import create_app

async def main():
    app = create_app()
    async with app.router.lifespan_context(app):
        ring = []
        ring.append(ring)
        del ring
        print(gc.get_freeze_count(), gc.collect())

asyncio.run(main())
"""


async def test_what_stands_at_the_start_is_not_looked_at_again_and_garbage_is(stoke: Stoke) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROCESS, cwd=ROOT, env=environment(stoke.settings), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    stays, found = map(int, said.split()[-2:])
    assert stays > 100_000
    assert found >= 1


async def test_an_app_inside_another_process_leaves_that_one_alone(stoke: Stoke) -> None:
    assert stoke.runtime.settings.env == "test"
    assert gc.get_freeze_count() == 0
