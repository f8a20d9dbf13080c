"""Load: our bot with all its work against a plain echo bot, in one run, as a ratio.

    python benchmarks/load.py                   updates a second at 50 ms latency; echo bot at 8, 32, 256
    python benchmarks/load.py soak --minutes 10 30 questions a second: how long replies take, what grows
    python benchmarks/load.py growth            the same load with 1,000,000 stored questions

The Bot API server runs in this process, the bots each in their own. ``--database URL`` takes another
database than a new SQLite file.
"""

import argparse
import asyncio
import itertools
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from botapi import BotApi, User  # noqa: E402
from botapi.server import Call  # noqa: E402

from bot.knowledge.labelled import labelled  # noqa: E402

LATENCY = 0.05
UPDATES = 1500
STORED = 1_000_000
ECHO = """
import sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
token, base_url, at_once = sys.argv[1:]
app = (ApplicationBuilder().token(token).base_url(base_url).concurrent_updates(int(at_once))
       .connection_pool_size(512).pool_timeout(60).build())
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling()
"""


def questions() -> list[str]:
    """What people ask, with the city in it, so that each gets one reply."""
    items = labelled(PROJECT / "tests" / "questions" / "town.yaml")
    cities = {"konosu": "鴻巣市", "honjo": "本庄市", "chiba": "千葉市", "ichinoseki": "一関市"}
    return [f"{cities[item.council]}です。{item.q}" for item in items if item.council]


@asynccontextmanager
async def process(*line: str, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "PYTHONPATH": str(PROJECT), "LOG_LEVEL": "ERROR", **settings}
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *line,
        env=environment,
        cwd=settings.get("DATA_DIR", "/tmp"),  # noqa: S108
    )
    try:
        yield running
    finally:
        running.terminate()
        await running.wait()


@asynccontextmanager
async def ours(api: BotApi, folder: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    if not (folder / "cache").exists():
        (folder / "cache").symlink_to(PROJECT / "data" / "cache")
    settings = {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_BASE_URL": api.base_url,
        "DATA_DIR": str(folder),
        "MESSAGES_PER_SECOND": "100000",
        **more,
    }
    async with process("-m", "bot", "run", **settings) as running:
        await _polled(api)
        yield running


async def _polled(api: BotApi) -> None:
    while api._updates._poll < 1:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


class Sent(list[Call]):
    """Calls that were done, with the moment of each."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[int, float] = {}

    def append(self, call: Call) -> None:
        if call.method == "sendMessage":
            self.at.setdefault(call.params["chat_id"], time.perf_counter())


async def burst(api: BotApi, count: int) -> float:
    """Updates a second, from the first question until the last reply."""
    asked = list(itertools.islice(itertools.cycle(questions()), count))
    residents = [api.user(f"住民{number}") for number in range(count)]
    api.sent = sent = Sent()
    begun = time.perf_counter()
    for resident, question in zip(residents, asked, strict=True):
        await resident.say(question)
    while len(sent.at) < count:
        await asyncio.sleep(0.02)
        if time.perf_counter() - begun > 120:
            raise SystemExit(f"only {len(sent.at)} of {count} answered")
    return count / (max(sent.at.values()) - begun)


async def load(database: str) -> None:
    figures: dict[int, float] = {}
    for at_once in (8, 32, 256):
        async with BotApi(latency=LATENCY) as api:
            line = ("-c", ECHO, api.token, api.base_url, str(at_once))
            async with process(*line) as running:
                await _polled(api)
                await burst(api, 100)
                before = spent(running.pid)
                figures[at_once] = await burst(api, UPDATES)
                each = (spent(running.pid) - before) / UPDATES
        print(
            f"plain echo bot, {at_once:>3} at once: {figures[at_once]:.0f} updates/s,"
            f" {each * 1000:.1f} ms of processor each",
            flush=True,
        )
    with tempfile.TemporaryDirectory() as name:
        async with (
            BotApi(latency=LATENCY) as api,
            ours(api, Path(name), DATABASE_URL=database) as running,
        ):
            await burst(api, 100)
            before = spent(running.pid)
            full = await burst(api, UPDATES)
            each = (spent(running.pid) - before) / UPDATES
    print(f"ours, all its work: {full:.0f} updates/s, {each * 1000:.1f} ms of processor each")
    print(f"ratio to the echo bot at its best: {full / max(figures.values()):.2f}")


async def steady(api: BotApi, per_second: float, seconds: float) -> list[float]:
    """How long each reply took, in seconds, at an even rate of questions."""
    loop_questions = itertools.cycle(questions())
    waits: list[float] = []
    api.sent = sent = Sent()
    begun = time.perf_counter()
    asked: dict[int, float] = {}
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
        resident: User = api.user(f"住民{number}")
        asked[resident.id] = time.perf_counter()
        await resident.say(next(loop_questions))
    await asyncio.sleep(3)
    waits += [sent.at[id_] - at for id_, at in asked.items() if id_ in sent.at]
    print(f"asked {len(asked)}, answered {len(waits)}")
    return waits


def told(waits: list[float]) -> str:
    cut = statistics.quantiles(waits, n=100)
    return f"median {cut[49] * 1000:.0f} ms, p99 {cut[98] * 1000:.0f} ms, most {max(waits) * 1000:.0f} ms"


def spent(process_id: int) -> float:
    """Seconds of processor that a process has used: others beside it change that less."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process_id: int) -> float:
    """Megabytes in use."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


async def soak(minutes: float, database: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            BotApi() as api,
            ours(api, folder, DATABASE_URL=database, MESSAGES_PER_SECOND="30") as running,
        ):
            await steady(api, 30, 10)
            for minute in range(int(minutes) or 1):
                waits = await steady(api, 30, 60 * min(1.0, minutes))
                files = size(folder)
                held = memory(running.pid)
                print(
                    f"minute {minute + 1}: {told(waits)}; {held:.0f} MB, files {files:.1f} MB",
                    flush=True,
                )


def size(folder: Path) -> float:
    """Megabytes of the database."""
    return sum(file.stat().st_size for file in folder.glob("madoguchi.db*")) / 1e6


def fill(database: Path, count: int) -> None:
    """Questions of the past, with their updates."""
    opened = sqlite3.connect(database)
    row = (
        "2026-01-01 00:00:00",
        "telegram",
        "konosu",
        "ja",
        "unmatched",
        0,
        "ぬいぐるみの供養" * 4,
        "[]",
    )
    opened.executemany(
        "INSERT INTO questions (id, asked_at, channel, council, language, outcome, care, text, candidates)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((f"{number:012x}", *row) for number in range(count)),
    )
    day = "2026-01-01 00:00:00.000000"
    opened.executemany(
        "INSERT INTO inbox (channel, update_id, state, failures, received_at, due_at)"
        " VALUES ('telegram', ?, 'done', 0, ?, ?)",
        ((number, day, day) for number in range(count)),
    )
    opened.executemany(
        "INSERT INTO sessions (channel, chat, language, seen_at, blocked)"
        " VALUES ('telegram', ?, 'ja', ?, 0)",
        ((str(number), day) for number in range(count // 4)),
    )
    opened.commit()
    opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()


async def growth() -> None:
    figures: dict[int, Any] = {}
    for stored in (0, STORED):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            async with BotApi(latency=LATENCY) as api, ours(api, folder):
                pass  # It makes the tables.
            async with BotApi(latency=LATENCY) as api:
                fill(folder / "madoguchi.db", stored)
                async with ours(api, folder):
                    await burst(api, 100)
                    many = await burst(api, UPDATES)
                    waits = await steady(api, 20, 20)
        figures[stored] = many, statistics.median(waits)
        print(f"{stored} stored: {many:.0f} updates/s; at 20/s {told(waits)}", flush=True)
    before, after = figures[0], figures[STORED]
    print(f"time for one update: {before[0] / after[0]:.2f} times")
    print(f"median wait: {after[1] / before[1]:.2f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("load", "soak", "growth"), default="load")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    match given.what:
        case "load":
            asyncio.run(load(given.database))
        case "soak":
            asyncio.run(soak(given.minutes, given.database))
        case "growth":
            asyncio.run(growth())


if __name__ == "__main__":
    main()
