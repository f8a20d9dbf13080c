"""What one question costs, by part, and what the nightly forgetting and a backup cost.

    python benchmarks/cost.py                 one question: deciding, masking, storing; seconds of one core
    python benchmarks/cost.py --stored 100000 and how long forgetting and a backup take over so many rows

docs/scale.md is written from these figures. Ratios are against reading the question alone.
"""

import argparse
import asyncio
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT)]

from bot.app import build_guide  # noqa: E402
from bot.conversation.guide import Guide  # noqa: E402
from bot.counter import Chat, Counter  # noqa: E402
from bot.knowledge.labelled import labelled  # noqa: E402
from bot.model import Outcome, Question, Session  # noqa: E402
from bot.settings import Settings  # noqa: E402
from bot.store.backup import backup  # noqa: E402
from bot.store.retention import Keeping  # noqa: E402
from bot.store.store import Store  # noqa: E402
from bot.understanding.masking import Masker  # noqa: E402

ASKED = 1000
PORTION = 10_000
WORDS = "母のことで相談したいのですが、どこに聞けばよいか分かりません。" * 2


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor that some work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


async def wall(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


def deciding(guide: Guide, questions: list[str]) -> None:
    masker = Masker(guide.ear.japanese, guide.knowledge)
    session = Session("konosu")
    parts: dict[str, Callable[[str], object]] = {
        "reading it": guide.ear.japanese.analyse,
        "deciding": lambda text: guide.hear(session, text, "-"),
        "masking": masker.mask,
    }
    base = 0.0
    for name, part in parts.items():
        spent = cpu(lambda part=part: [part(text) for text in questions]) / len(questions)  # type: ignore[misc]
        base = base or spent
        print(f"{name}: {spent * 1000:.2f} ms of one core, {spent / base:.1f} times reading")


async def storing(guide: Guide, questions: list[str], folder: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'cost.db'}")
    counter = Counter(guide, store, lambda: datetime.now(UTC))
    before = time.process_time()

    async def ask() -> None:
        for n, text in enumerate(questions):
            await counter.hear(Chat("bench", str(n)), f"鴻巣市です。{text}")

    took = await wall(ask())
    spent = time.process_time() - before
    each = len(questions)
    print(
        f"decided and kept, one by one: {took / each * 1000:.2f} ms, {spent / each * 1000:.2f} ms of one core"
    )
    await store.close()
    size = (folder / "cost.db").stat().st_size
    print(f"on disk: {size / each:.0f} bytes a question")


async def upkeep(stored: int, folder: Path) -> None:
    url = f"sqlite+aiosqlite:///{folder / 'upkeep.db'}"
    store = await Store.open(url)
    now = datetime.now(UTC)
    # A year of questions, evenly; one in three has words, as where not all is answered.
    for start in range(0, stored, PORTION):
        async with store.begin() as work:
            for n in range(start, min(start + PORTION, stored)):
                when = now - timedelta(days=400 * n / stored)
                words = WORDS if n % 3 == 0 and n < stored * 91 / 400 else None
                await work.log(
                    Question(
                        f"{n:012x}", when, "bench", "konosu", "ja", Outcome.UNMATCHED, False, words,
                        tuple((f"konosu/{i}", 0.5) for i in range(10)),
                    )
                )  # fmt: skip
    size = (folder / "upkeep.db").stat().st_size / 1e6
    forgot: list[int] = []

    async def forget() -> None:
        forgot.append(await store.forget(Keeping(90, 400), now))

    longest = 0.0

    async def beside() -> None:
        nonlocal longest
        while not forgot:

            async def touch() -> None:
                async with store.begin() as work:
                    await work.keep_session("bench", "1", Session(), now)

            longest = max(longest, await wall(touch()))
            await asyncio.sleep(0.01)

    watching = asyncio.create_task(beside())
    took = await wall(forget())
    await watching
    print(f"{stored} questions, {size:.0f} MB: {forgot[0]} rows forgotten in {took:.1f} s;")
    print(f"  a resident who writes meanwhile waits {longest:.2f} s at most")
    took = await wall(asyncio.to_thread(backup, url, folder / "copy.db", now))
    print(f"  a backup takes {took:.1f} s")
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stored", type=int, default=0)
    chosen = parser.parse_args()
    settings = Settings(_env_file=None)
    begun = time.perf_counter()
    guide = build_guide(settings.knowledge_dir, PROJECT / "data" / "cache")
    print(f"ready in {time.perf_counter() - begun:.1f} s")
    items = labelled(PROJECT / "tests" / "questions" / "town.yaml")
    questions = [item.q for item in itertools.islice(itertools.cycle(items), ASKED)]
    deciding(guide, questions)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(storing(guide, questions, Path(name)))
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        if chosen.stored:
            asyncio.run(upkeep(chosen.stored, Path(name)))


if __name__ == "__main__":
    main()
