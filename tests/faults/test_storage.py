"""The database full, locked or gone: residents are answered, the operator is told, nothing is torn."""

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from botapi import BotApi
from scene import YES, ask_in_vain, live_in, resident_and_room

from faults.conftest import Start
from faults.postgresql import Cluster, free_port
from faults.residents import ASKED, PHONE


async def test_a_locked_database(api: BotApi, telegram: Any, tmp_path: Path, capsys: Any) -> None:
    """別のものがデータベースをつかんでいても、住民は答えを受け取り、職員には一言伝わる。"""
    taro = api.user("太郎")
    hanako, tanaka, group = resident_and_room(api)
    async with telegram({"konosu": group.id}):
        await live_in(hanako, "鴻巣市")
        offer = await ask_in_vain(hanako)
        other = sqlite3.connect(tmp_path / "madoguchi.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        # The city is known already, since the database can be read.
        await hanako.say("社協の電話番号を教えて")
        assert PHONE in (await hanako.hears(20)).text
        # A promise that could not be kept is not given.
        await hanako.press(YES, on=offer)
        assert "うまく動きませんでした" in (await hanako.hears(20)).text
        # A stranger is asked for the city, and then answered.
        await taro.say("社協の電話番号を教えて")
        await taro.hears(20)
        await taro.press("鴻巣市")
        assert PHONE in (await taro.hears(20)).text
        await tanaka.say_in(group, "/unanswered")
        assert "何も記録できませんでした" in (await group.hears(20)).text
        other.rollback()
        other.close()
        # The bot looks again after a moment.
        await asyncio.sleep(2)
        await hanako.press(YES, on=offer)
        assert "職員に渡しました" in (await hanako.hears(20)).text
        assert "返事を待っています" in (await group.hears(20)).text
        await hanako.silence(1)
        await taro.silence()
    printed = capsys.readouterr().out
    assert "storage trouble" in printed
    assert "電話番号" not in printed


async def test_a_database_file_that_is_taken_away(
    api: BotApi, machine: Start, tmp_path: Path
) -> None:
    """データベースのファイルが消えても、住民は答えを受け取り、運用者には分かる。"""
    place = f"127.0.0.1:{free_port()}"
    bot = machine(HEALTH_LISTEN=place)
    hanako = api.user("花子")
    await bot.start()
    await live_in(hanako, "鴻巣市")
    (tmp_path / "data" / "madoguchi.db").unlink()
    await hanako.say("鴻巣市です。社協の電話番号を教えて")
    assert PHONE in (await hanako.hears(20)).text
    async with aiohttp.ClientSession() as session, session.get(f"http://{place}/healthz") as seen:
        assert seen.status == 503
        assert (await seen.json())["database"] == "trouble"
    assert "データベースのファイルがなくなりました" in bot.written
    assert await bot.stop() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("only root can have a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


async def test_a_full_disk(api: BotApi, machine: Start, small_disk: Path) -> None:
    database = small_disk / "madoguchi.db"
    bot = machine(DATABASE_URL=f"sqlite+aiosqlite:///{database}", MESSAGES_PER_SECOND="1000")
    await bot.start()
    early = api.user("花子")
    await early.say(ASKED)
    assert PHONE in (await early.hears()).text
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    # The first may still find room in what the database holds already.
    residents = [api.user(f"住民{number}") for number in range(120)]
    for resident in residents:
        await resident.say(ASKED)
        assert PHONE in (await resident.hears(20)).text
    assert "storage trouble" in bot.written
    filler.unlink()
    late = api.user("太郎")
    await late.say(ASKED)
    assert PHONE in (await late.hears(20)).text
    for resident in residents:
        await resident.silence(0.02)
    assert await bot.stop() == 0
    opened = sqlite3.connect(database)
    assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    waiting = opened.execute("SELECT count(*) FROM inbox WHERE state <> 'done'").fetchone()
    assert waiting == (0,)
    opened.close()


async def test_a_database_server_that_goes_and_comes_back(
    api: BotApi, machine: Start, postgresql: Cluster
) -> None:
    bot = machine(DATABASE_URL=postgresql.database(), MESSAGES_PER_SECOND="1000")
    await bot.start()
    hanako, taro, jiro = (api.user(name) for name in ("花子", "太郎", "次郎"))
    await hanako.say(ASKED)
    assert PHONE in (await hanako.hears()).text
    postgresql.stop()
    try:
        await taro.say(ASKED)
        assert PHONE in (await taro.hears(30)).text
    finally:
        postgresql.start()
    await jiro.say(ASKED)
    assert PHONE in (await jiro.hears(30)).text
    await taro.silence(1)
    assert "storage trouble" in bot.written
    assert await bot.stop() == 0
