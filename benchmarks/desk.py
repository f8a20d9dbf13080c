"""The desk under load: the inbox of 50,000 tickets against one of ten, and 10,000 tickets grouped.

.venv/bin/python benchmarks/desk.py
"""

import asyncio
import itertools
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.app import build_guide, desk_alone
from bot.conversation.guide import Guide
from bot.model import Outcome, Question
from bot.settings import PROJECT, Settings
from bot.store.roster import Role
from bot.store.store import Store

_SAME = 0.45
_PORT = 18082
_LOOKS = 15


async def main() -> None:
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data" / "cache")
    texts = [text for need in guide.knowledge.needs.values() for text in need.questions]
    few = await first_byte(guide, texts[:10])
    many = await first_byte(guide, list(itertools.islice(itertools.cycle(texts), 50_000)))
    print(f"受信箱の最初の1バイト: 10件 {few * 1e3:.1f} ms、50,000件 {many * 1e3:.1f} ms")
    print(f"比 {many / few:.2f}（4 未満であること）")
    start = time.perf_counter()
    groups = len(set(guide.ear.leaders(texts[:10_000], _SAME)))
    seconds = time.perf_counter() - start
    print(f"10,000件をまとめる: {seconds:.2f} 秒、{groups} 組（5 秒未満であること）")


async def first_byte(guide: Guide, texts: list[str]) -> float:
    """The median time to the first byte of the inbox with a ticket for each text."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            data_dir=Path(folder),
            desk_listen=f"127.0.0.1:{_PORT}",
            desk_url=f"http://127.0.0.1:{_PORT}",
        )
        async with desk_alone(guide, settings):
            store = await Store.open(settings.database)
            now = datetime.now(UTC)
            async with store.begin() as work:
                for number, text in enumerate(texts):
                    at = now - timedelta(minutes=len(texts) - number)
                    ref = f"q{number}"
                    outcome = Outcome.UNMATCHED
                    await work.log(
                        Question(ref, at, "telegram", "konosu", "ja", outcome, False, text, ())
                    )
                await work.write()
                person = await work.staff.add("田中", Role.STAFF, ("konosu",), None, now)
                key = await work.staff.link(person, now)
            with sqlite3.connect(Path(folder) / "madoguchi.db") as file:
                file.execute(
                    "INSERT INTO tickets (question, council, state, opened_at, wants_reply)"
                    " SELECT id, council, 'open', asked_at, 0 FROM questions"
                )
            try:
                return await _looks(settings.desk_url, key)
            finally:
                await store.close()


async def _looks(url: str, key: str) -> float:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        async with client.post(f"{url}/desk/enter", data={"key": key}, headers={"Origin": url}):
            pass
        taken = []
        for _ in range(_LOOKS):
            start = time.perf_counter()
            async with client.get(f"{url}/desk") as answer:
                await answer.content.readany()
                taken.append(time.perf_counter() - start)
            assert answer.status == 200
        return statistics.median(taken)


asyncio.run(main())
