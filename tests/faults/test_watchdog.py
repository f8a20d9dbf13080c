"""A process whose event loop stands still does not stay as if it worked."""

import subprocess
import sys

PROGRAM = """
import asyncio, time
from bot.watchdog import beat

async def main():
    beating = asyncio.create_task(beat(0.5))
    await asyncio.sleep(1.5)
    print("alive", flush=True)
    {then}
    beating.cancel()

asyncio.run(main())
print("ended", flush=True)
time.sleep(1)
"""


def ran(then: str) -> "subprocess.CompletedProcess[str]":
    program = PROGRAM.format(then=then)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )


def test_it_is_ended_and_says_where_it_stood() -> None:
    done = ran("time.sleep(20)")
    assert (done.returncode, done.stdout) == (1, "alive\n")
    assert "Timeout" in done.stderr
    assert "in main" in done.stderr


def test_one_that_works_and_ends_is_left_alone() -> None:
    done = ran("await asyncio.sleep(0)")
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\nended\n", "")
