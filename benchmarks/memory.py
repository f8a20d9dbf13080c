"""How much memory the bot takes while it serves: the real bot against a local Bot API server.

Usage: python benchmarks/memory.py [core|small]

Prints the resident memory of `madoguchi run` after questions of every kind, and of it the part that is
mapped from files and can be given back at any time.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from botapi import BotApi

from bot.settings import PROJECT

TOKEN = "123456:BENCH"  # noqa: S105
QUESTIONS = (
    "母が通帳をすぐなくしてしまう",
    "燃えるごみは何曜日ですか",
    "ボランティアをやってみたい",
    "千厩の社協の電話番号",
    "もう消えてしまいたい",
    "I cannot pay my rent this month",
)
ROUNDS = 10


async def measured(dictionary: str) -> dict[str, int]:
    """Memory in MB by kind, as the kernel counts it."""
    with tempfile.TemporaryDirectory() as data:
        async with BotApi(token=TOKEN, username="bench_bot") as api:
            environment = {
                **os.environ,
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_BASE_URL": api.base_url,
                "DATA_DIR": data,
                "CACHE_DIR": str(PROJECT / "data" / "cache"),
                "SUDACHI_DICTIONARY": dictionary,
            }
            command = (sys.executable, "-m", "bot", "run")
            process = await asyncio.create_subprocess_exec(
                *command, env=environment, cwd=PROJECT, stderr=asyncio.subprocess.DEVNULL
            )
            try:
                for number in range(ROUNDS):
                    person = api.user(f"人{number}")
                    await person.say("/start konosu")
                    await person.hears(timeout=300)
                    for question in QUESTIONS:
                        await person.say(question)
                        await person.hears(timeout=30)
                return _resident(process.pid)
            finally:
                process.terminate()
                await process.wait()


def _resident(pid: int) -> dict[str, int]:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    lines = (line.split() for line in status.splitlines() if line.startswith("Rss"))
    found = {name: int(size) // 1024 for name, size, _ in lines}
    return {"resident": sum(found.values()), "of files": found["RssFile:"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", nargs="?", default="core", choices=["core", "small"])
    dictionary = parser.parse_args().dictionary
    for name, size in asyncio.run(measured(dictionary)).items():
        print(f"{dictionary}: {name} {size} MB")


if __name__ == "__main__":
    main()
