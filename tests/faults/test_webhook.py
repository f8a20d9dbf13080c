"""Webhook mode, and what those who watch over the service see."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from botapi import BotApi
from scene import rows

from faults.conftest import Start
from faults.machine import Machine
from faults.postgresql import free_port
from faults.residents import ASKED, PHONE

SECRET = "a-secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def places() -> dict[str, str]:
    port = free_port()
    return {
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
        "webhook_listen": f"127.0.0.1:{port}",
    }


async def test_updates_are_brought_and_answered_once(
    api: BotApi, telegram: Any, tmp_path: Path, web: aiohttp.ClientSession
) -> None:
    hanako = api.user("花子")
    place = places()
    async with telegram(**place):
        await hanako.say(ASKED)
        assert PHONE in (await hanako.hears()).text
        for update in list(api.world.updates._history):
            for _ in range(3):
                api.redeliver(update["update_id"])
        await api.delivered()
        await hanako.silence()
    assert len(rows(tmp_path, "questions")) == 1


async def test_what_is_not_from_telegram_is_refused(
    api: BotApi, telegram: Any, tmp_path: Path, web: aiohttp.ClientSession
) -> None:
    place = places()
    url = place["webhook_url"]
    update = json.dumps({"update_id": 1, "message": {}}).encode()
    as_json = {"Content-Type": "application/json"}
    known = {HEADER: SECRET, **as_json}
    async with telegram(**place):
        for headers, body, status in (
            (as_json, update, 403),
            ({**as_json, HEADER: "another"}, update, 403),
            ({**as_json, HEADER: "é"}, update, 403),
            ({HEADER: SECRET, "Content-Type": "text/plain"}, update, 415),
            (known, b"{", 400),
            (known, b"[]", 400),
            (known, b"{}", 400),
            (known, b'{"update_id": "1"}', 400),
            (known, b'{"update_id": true}', 400),
            (known, b'{"update_id": 99999999999999999999}', 400),
            (known, b"[" * 100_000, 400),
            (known, b"\xff\xfe", 400),
            (known, b'{"update_id": 1, "x": "' + b"x" * 2_000_000 + b'"}', 413),
        ):
            async with web.post(url, data=io.BytesIO(body), headers=headers) as answer:
                assert answer.status == status, (headers, body[:40])
        async with web.get(url, headers=known) as answer:
            assert answer.status == 405
        async with web.post(url + "/else", data=update, headers=known) as answer:
            assert answer.status == 404
        assert rows(tmp_path, "inbox") == []


async def test_a_hook_that_somebody_took_away_is_put_back(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    place = places()
    async with telegram(**place), aiohttp.ClientSession() as web:
        await web.post(f"{api.base_url}{api.token}/deleteWebhook")
        await hanako.say(ASKED)
        assert PHONE in (await hanako.hears(15)).text


async def test_a_polite_stop_is_quick_and_loses_nothing(api: BotApi, machine: Start) -> None:
    place = {name.upper(): value for name, value in places().items()}
    bot = machine(**place)
    await bot.start()
    residents = [api.user(f"住民{number}") for number in range(60)]
    for resident in residents:
        await resident.say(ASKED)
    await asyncio.sleep(0.3)
    assert await bot.stop(10) == 0
    await bot.start()
    for resident in residents:
        assert PHONE in (await resident.hears(20)).text
    for resident in residents[:10]:
        await resident.silence(0.02)
    assert await bot.stop(10) == 0


async def test_those_who_watch_see_how_it_is(
    api: BotApi, telegram: Any, web: aiohttp.ClientSession
) -> None:
    hanako = api.user("花子")
    health = f"127.0.0.1:{free_port()}"
    async with telegram(health_listen=health):
        await hanako.say(ASKED)
        await hanako.hears()
        await asyncio.sleep(0.3)
        async with web.get(f"http://{health}/healthz") as answer:
            seen = await answer.json()
            assert answer.status == 200
        assert seen["ok"] is True
        assert seen["database"] == "ok"
        assert seen["polling_age"] < 12
        assert (seen["inbox"], seen["outbox"], seen["inbox_age"]) == (0, 0, None)
        async with web.get(f"http://{health}/metrics") as answer:
            figures = await answer.text()
        assert "madoguchi_updates_received_total 1.0" in figures
        assert 'madoguchi_updates_handled_total{end="done"} 1.0' in figures
        assert 'madoguchi_sends_total{end="sent"} 1.0' in figures
        assert 'madoguchi_waiting{box="inbox"} 0.0' in figures
        assert "鴻巣" not in figures
        assert str(hanako.id) not in figures


async def test_trouble_is_seen(api: BotApi, machine: Start, web: aiohttp.ClientSession) -> None:
    health = f"127.0.0.1:{free_port()}"
    bot: Machine = machine(HEALTH_LISTEN=health)
    await bot.start()
    async with web.get(f"http://{health}/healthz") as answer:
        assert answer.status == 200
    other = sqlite3.connect(bot.folder / "data" / "madoguchi.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(20):
        while True:
            async with web.get(f"http://{health}/healthz") as answer:
                if answer.status == 503:
                    break
            await asyncio.sleep(0.2)
    other.rollback()
    other.close()
    async with asyncio.timeout(30):
        while True:
            async with web.get(f"http://{health}/healthz") as answer:
                if answer.status == 200:
                    break
            await asyncio.sleep(0.2)


async def test_a_place_that_is_taken_is_told_in_one_sentence(api: BotApi, machine: Start) -> None:
    health = f"127.0.0.1:{free_port()}"
    first, second = machine(HEALTH_LISTEN=health), machine(HEALTH_LISTEN=health)
    await first.start()
    with pytest.raises(AssertionError):
        await second.start()
    assert await second.ended(5) == 2
    assert f"{health} で待ち受けられません" in second.written
    assert "Traceback" not in second.written
