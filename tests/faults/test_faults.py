"""Each fault of a bad day, by itself: what the plain bot lost is not lost here."""

import asyncio
import shutil
import statistics
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi, User
from scene import rows

from bot.app import build_guide, serving
from bot.conversation.guide import Guide
from bot.model import Session, Turn
from bot.settings import Settings
from faults.conftest import Start
from faults.residents import ASKED, PHONE, answered


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        ({"retry_after": 2}, 1),
        ({"status": 502}, 1),
        ({"status": 502, "times": 3}, 1),
        ({"status": 500}, 1),
        ({"reset": "before"}, 1),
        ({"reset": "after"}, 2),
    ],
    ids=str,
)
async def test_a_reply_is_not_lost_when_sending_goes_wrong(
    api: BotApi, telegram: Any, fault: dict[str, Any], most: int
) -> None:
    hanako, taro = api.user("花子"), api.user("太郎")
    async with telegram():
        api.fail_next("sendMessage", **fault)
        await hanako.say(ASKED)
        assert PHONE in (await hanako.hears(10)).text
        # Others do not wait for it.
        await taro.say(ASKED)
        assert PHONE in (await taro.hears()).text
        await asyncio.sleep(1.5)
        assert 1 <= answered(hanako) <= most


async def test_what_may_have_arrived_twice_is_not_sent_a_third_time(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    hanako = api.user("花子")
    async with telegram():
        api.fail_next("sendMessage", reset="after", times=5)
        await hanako.say(ASKED)
        await hanako.hears()
        await hanako.hears(10)
        await hanako.silence(4)
        assert rows(tmp_path, "outbox") == []


async def test_a_thousand_updates_that_come_again_are_answered_once(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    residents = [api.user(f"住民{number}") for number in range(100)]
    async with telegram():
        for resident in residents:
            await resident.say(ASKED)
        for resident in residents:
            assert PHONE in (await resident.hears(30)).text
        await api.delivered(15)
        ids = [update["update_id"] for update in api.world.updates._history]
        for _ in range(10):
            for number in ids:
                api.redeliver(number)
        async with asyncio.timeout(30):
            while api.pending:
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        assert [answered(resident) for resident in residents] == [1] * 100
    assert len(rows(tmp_path, "questions")) == 100


async def test_nothing_is_left_of_what_has_been_handled_but_its_number(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    hanako = api.user("花子")
    async with telegram():
        await hanako.say(ASKED)
        await hanako.hears()
        await asyncio.sleep(0.3)
    [row] = rows(tmp_path, "inbox")
    assert (row["state"], row["chat"], row["raw"]) == ("done", None, None)
    assert row["received_at"].endswith("00:00:00.000000")
    assert rows(tmp_path, "outbox") == []


async def test_one_refused_poll_is_got_over(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    async with telegram():
        for status in (401, 404, 409, 500, 502):
            api.fail_next("getUpdates", status=status)
            await hanako.say(ASKED)
            assert PHONE in (await hanako.hears(15)).text


async def test_a_poll_that_hangs_is_given_up(api: BotApi, telegram: Any) -> None:
    hanako = api.user("花子")
    async with telegram():
        api.fail_next("getUpdates", latency=60)
        await hanako.say(ASKED)
        assert PHONE in (await hanako.hears(30)).text


async def test_a_token_that_is_refused_for_good_ends_the_process(
    api: BotApi, machine: Start
) -> None:
    bot = machine()
    await bot.start()
    api.fail_next("getUpdates", status=401, times=1000)
    assert await bot.ended(30) != 0
    assert "TELEGRAM_BOT_TOKEN が正しくありません" in bot.written
    assert api.token not in bot.written


async def test_an_update_that_cannot_be_parsed_blocks_nobody(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    hanako = api.user("花子")
    broken: list[Any] = [
        {"message": {"message_id": "x", "chat": 5, "date": "yesterday"}},
        {"message": "こんにちは"},
        {"message": {"chat": {"id": hanako.id}}},
        {"callback_query": {"id": 1}},
    ]
    async with telegram():
        for update in broken:
            api.push_raw(update)
        await hanako.say(ASKED)
        assert PHONE in (await hanako.hears()).text
        async with asyncio.timeout(10):
            while len([r for r in rows(tmp_path, "inbox") if r["state"] == "aside"]) < len(broken):
                await asyncio.sleep(0.1)
        await api.delivered(15)


class Stumbling(Guide):
    """Falls over one word, as a clerk with a bug would."""

    def hear(self, session: Session, text: str, ref: str) -> Turn:
        if "つまずく" in text:
            raise ZeroDivisionError(text)
        return super().hear(session, text, ref)


async def test_an_update_that_fails_three_times_is_set_aside_and_the_rest_goes_on(
    api: BotApi, small_folder: Path, small_data: Path, tmp_path: Path, capsys: Any
) -> None:
    data = Path(shutil.copytree(small_data, tmp_path / "data"))
    whole = build_guide(small_folder, data / "cache")
    guide = Stumbling.__new__(Stumbling)
    guide.__dict__.update(whole.__dict__)
    hanako, taro = api.user("花子"), api.user("太郎")
    settings = Settings(
        _env_file=None,
        telegram_bot_token=api.token,
        telegram_base_url=api.base_url,
        data_dir=data,
    )
    async with serving(guide, settings, limited=False):
        await hanako.say("ここでつまずく")
        await hanako.say(ASKED)
        await taro.say(ASKED)
        assert PHONE in (await taro.hears()).text
        assert "うまく動きませんでした" in (await hanako.hears(10)).text
        assert PHONE in (await hanako.hears()).text
    states = [(row["state"], row["failures"]) for row in rows(data, "inbox")]
    assert sorted(states) == [("aside", 3), ("done", 0), ("done", 0)]
    printed = capsys.readouterr().out
    assert printed.count("update failed") == 2
    assert printed.count("update set aside") == 1
    assert "つまずく" not in printed


async def test_telegram_down_at_the_start_is_waited_for(api: BotApi, machine: Start) -> None:
    hanako = api.user("花子")
    api.fail_next("*", status=502, times=4)
    bot = machine()
    await hanako.say(ASKED)
    await bot.start(until="waiting for Telegram")
    assert PHONE in (await hanako.hears(30)).text
    assert await bot.stop() == 0


async def test_who_waits_for_telegram_can_be_stopped(api: BotApi, machine: Start) -> None:
    bot = machine(TELEGRAM_BASE_URL="http://127.0.0.1:9/bot")
    await bot.start(until="waiting for Telegram")
    assert await bot.stop() == 0
    assert api.token not in bot.written


async def test_what_is_queued_when_the_process_is_killed_is_answered_after(
    api: BotApi, machine: Start
) -> None:
    residents = [api.user(f"住民{number}") for number in range(40)]
    bot = machine()
    await bot.start()
    for resident in residents:
        await resident.say(ASKED)
    await asyncio.sleep(0.05)
    await bot.kill()
    await bot.start()
    for resident in residents:
        assert PHONE in (await resident.hears(30)).text
    assert await bot.stop() == 0
    assert sum(answered(resident) for resident in residents) <= 41


async def test_under_flood_limits_nothing_is_lost_and_a_talker_holds_nobody_up(
    guide: Guide, tmp_path: Path
) -> None:
    """150 at once with Telegram's limits on; and one who writes eight messages among twenty others."""
    async with BotApi(flood_limits=True) as api:
        settings = Settings(
            _env_file=None,
            telegram_bot_token=api.token,
            telegram_base_url=api.base_url,
            data_dir=tmp_path,
        )
        async with serving(guide, settings):
            loop = asyncio.get_running_loop()
            crowd = [api.user(f"住民{number}") for number in range(150)]
            begun = loop.time()
            for resident in crowd:
                await resident.say(ASKED)
            for resident in crowd:
                await resident.hears(15)
            took = loop.time() - begun
            talker = api.user("話す人")
            others = [api.user(f"人{number}") for number in range(20)]
            for _ in range(8):
                await talker.say(ASKED)
            waited = []

            async def ask(resident: User) -> None:
                asked = loop.time()
                await resident.say(ASKED)
                await resident.hears()
                waited.append(loop.time() - asked)

            for resident in others:
                await asyncio.gather(ask(resident), asyncio.sleep(0.1))
            for _ in range(8):
                await talker.hears(15)
        print(f"150 at once: {took:.1f} s; beside a talker: p99 {max(waited) * 1000:.0f} ms")
        assert [r.code for r in api.refused] == []
        assert took < 7
        assert statistics.median(waited) < 0.3
        assert max(waited) < 0.6
