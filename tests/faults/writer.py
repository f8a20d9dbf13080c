"""A process that keeps questions with their tickets: ``python writer.py URL PER_SECOND``.

Each is one transaction; the number of each is printed once it is kept.
"""

import asyncio
import sys
from datetime import UTC, datetime

from bot.model import Outcome, Question
from bot.store.store import Store


async def write(url: str, per_second: float) -> None:
    store = await Store.open(url)
    loop = asyncio.get_running_loop()
    begun, number = loop.time(), 0
    while True:
        await asyncio.sleep(max(0.0, begun + number / per_second - loop.time()))
        now = datetime.now(UTC)
        async with store.begin() as work:
            name, text = f"q{number:06}", f"困りごと{number}" * 20
            await work.log(
                Question(name, now, "telegram", "konosu", "ja", Outcome.UNMATCHED, False, text, ())
            )
            await work.open_ticket(name, "konosu", now)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], float(sys.argv[2])))
