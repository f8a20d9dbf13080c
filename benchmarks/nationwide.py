"""Start, time of a question, of a change and memory with the desks of all municipalities loaded.

    python benchmarks/nationwide.py KNOWLEDGE CACHE

KNOWLEDGE is a folder into which ``knowledge import desks`` has put them, CACHE holds what was learned.
``live`` is the time from a mark 「確認した」 on an office until the knowledge with it is served, ``list`` that
of the list of what an operator, who sees all councils, is to verify.
Ratios are to the project's own knowledge with its four councils, measured in the same run.
"""

import asyncio
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge.verify import confirm, facts, queue
from bot.model import Knowledge, Session
from bot.renewal import keep_up, learned_beside

HERE = Path(__file__).resolve().parent.parent
QUESTIONS = (
    ("水戸市 家賃が払えない", None),
    ("鴻巣市で今月の生活費が足りない", None),
    ("母が通帳をすぐなくしてしまう", "konosu"),
    ("夜眠れなくて気持ちが沈む", None),
    ("燃えるごみは何曜日ですか", "konosu"),
    ("子どものことで相談したい", None),
    ("ボランティアをしてみたい", "konosu"),
    ("府中市で食べるものがない", None),
)
TIMES = 25


def measure(knowledge: Path, cache: Path) -> dict[str, object]:
    """In a process of its own, so that its memory is its own."""
    started = time.perf_counter()
    guide = build_guide(knowledge, cache)
    ready = time.perf_counter() - started
    took = []
    for _ in range(TIMES):
        for text, council in QUESTIONS:
            started = time.perf_counter()
            guide.hear(Session(council), text, "-")
            took.append(time.perf_counter() - started)
    turn = guide.hear(Session(), QUESTIONS[0][0], "-")
    shown = guide.knowledge.offices[turn.office].name.ja if turn.office else "-"
    listed = [_listing(guide.knowledge) for _ in range(9)]
    return {
        "start": ready,
        "median": statistics.median(took) * 1000,
        "slowest": max(took) * 1000,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "councils": len(guide.knowledge.councils),
        "list": statistics.median(listed) * 1000,
        "live": asyncio.run(_live(knowledge, cache)),
        "named": f"{turn.council} {shown}",
    }


def _listing(knowledge: Knowledge) -> float:
    started = time.perf_counter()
    queue(facts(knowledge, (*knowledge.councils, "")), date.today())  # noqa: DTZ011
    return time.perf_counter() - started


async def _live(knowledge: Path, cache: Path) -> float:
    """Seconds from a mark until it is served, in a copy of the folder."""
    with tempfile.TemporaryDirectory() as kept:
        root = Path(shutil.copytree(knowledge, Path(kept) / "knowledge"))
        guide = build_guide(root, cache)
        office = min(guide.knowledge.offices)
        served: asyncio.Queue[Guide] = asyncio.Queue()
        following = asyncio.create_task(
            keep_up(
                root,
                guide.knowledge.version,
                lambda: learned_beside(root, cache, "core"),
                lambda: build_guide(root, cache),
                served.put_nowait,
                _refused,
            )
        )
        # It looks at the folder once before it follows it.
        await asyncio.sleep(5)
        started = time.perf_counter()
        await asyncio.to_thread(confirm, root, office, date.today(), "測定")  # noqa: DTZ011
        new = (await served.get()).knowledge.offices[office]
        took = time.perf_counter() - started
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    assert new.verified_by == "測定"
    return took


async def _refused(lines: Sequence[str]) -> None:
    raise SystemExit("\n".join(lines))


def main() -> None:
    if len(sys.argv) == 4:
        print(json.dumps(measure(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    wide = (Path(sys.argv[1]), Path(sys.argv[2]))
    found = []
    for knowledge, cache in ((HERE / "knowledge", HERE / "data" / "cache"), wide):
        command = [sys.executable, __file__, "one", str(knowledge), str(cache)]
        for _ in range(2):
            # The first fills the cache.
            ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        found.append(json.loads(ran.stdout.splitlines()[-1]))
    ours, all_ = found
    print(f"{'':12}{'ours':>12}{'nationwide':>12}{'ratio':>8}")
    for name, unit in (
        ("start", "s"),
        ("median", "ms"),
        ("slowest", "ms"),
        ("memory", "MB"),
        ("list", "ms"),
        ("live", "s"),
    ):
        ratio = all_[name] / ours[name]
        print(f"{name:9}{unit:3}{ours[name]:12.2f}{all_[name]:12.2f}{ratio:8.2f}")
    print(f"councils {ours['councils']} and {all_['councils']}; 水戸市 → {all_['named']}")


if __name__ == "__main__":
    main()
