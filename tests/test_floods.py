"""Who writes without end is asked to wait, at no cost to others; the operator hears of floods."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi, User
from scene import live_in, rows

from bot.channels.telegram.rendering import CHANNEL
from bot.counter import Chat, Counter
from bot.pulse import Pulse
from bot.store.bursts import Rush
from bot.store.retention import Keeping
from bot.store.store import Store
from bot.upkeep import Duties, Upkeep, suspicious

Telegram = Callable[..., Any]
SLOWLY = "少しお休みします"
NOON = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def told(resident: User) -> list[str]:
    return [message.text for message in resident.messages if message.post.by_bot]


async def settled(api: BotApi, folder: Path) -> None:
    """Until nothing waits, neither here nor there."""
    for _ in range(200):
        await asyncio.sleep(0.1)
        waiting = [row for row in rows(folder, "inbox") if row["state"] == "waiting"]
        if not (api.pending or waiting or rows(folder, "outbox")):
            return
    raise AssertionError("it never comes to rest")


async def test_after_twenty_messages_a_resident_is_asked_to_wait_once(
    telegram: Telegram, api: BotApi, tmp_path: Path
) -> None:
    talker, hanako = api.user("Talker"), api.user("Hanako")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        for n in range(40):
            await talker.say(f"母が通帳をすぐなくす{n}")
        await hanako.say("鴻巣市社協の電話番号")
        assert "048-597-2100" in (await hanako.hears()).text
        await settled(api, tmp_path)
        replies = told(talker)
        assert len(replies) == 21
        assert SLOWLY in replies[-1]
        assert "119" in replies[-1]
        assert len([r for r in replies if SLOWLY in r]) == 1
    # It holds over a restart: the count is in the database.
    async with telegram():
        await talker.say("母が通帳をすぐなくす")
        await settled(api, tmp_path)
        assert len(told(talker)) == 21
        await hanako.say("鴻巣市社協の電話番号")
        assert "048-597-2100" in (await hanako.hears()).text
    assert len([r for r in rows(tmp_path, "bursts") if r["count"] > 20]) == 1


async def test_presses_count_too_and_the_button_comes_to_rest(
    telegram: Telegram, api: BotApi, tmp_path: Path
) -> None:
    talker = api.user("Talker")
    async with telegram():
        await talker.say("/start")
        welcome = await talker.hears()
        for _ in range(25):
            await talker.press("鴻巣市", on=welcome)
        await settled(api, tmp_path)
        assert len([r for r in told(talker) if SLOWLY in r]) == 1


async def test_a_danger_is_heard_beyond_the_limit(counter: Counter) -> None:
    chat = Chat(CHANNEL, "1")
    for _ in range(25):
        await counter.admit(chat, "こんにちは", NOON)
    assert await counter.admit(chat, "もう死にたい。今から飛び降ります", NOON) is None
    for _ in range(40):
        await counter.admit(chat, "こんにちは", NOON)
    assert await counter.admit(chat, "もう死にたい。今から飛び降ります", NOON) is not None


async def test_after_a_minute_all_is_well_again(counter: Counter) -> None:
    chat = Chat(CHANNEL, "1")
    for _ in range(30):
        await counter.admit(chat, "こんにちは", NOON)
    assert await counter.admit(chat, "こんにちは", NOON + timedelta(seconds=61)) is None


async def test_what_was_written_while_we_were_away_is_no_burst(counter: Counter) -> None:
    chat = Chat(CHANNEL, "1")
    admitted = [
        await counter.admit(chat, "こんにちは", NOON + timedelta(seconds=30 * n)) for n in range(60)
    ]
    assert admitted == [None] * 60


@pytest.mark.parametrize(
    ("rush", "much"),
    [
        (Rush(10, 5, 2), False),
        (Rush(299, 59, 59), False),
        (Rush(300, 2, 0), True),
        (Rush(60, 60, 60), True),
    ],
)
def test_a_flood_is_many_messages_or_many_newcomers(rush: Rush, *, much: bool) -> None:
    assert suspicious(rush) is much


async def test_the_operator_hears_of_a_flood_without_words_or_numbers(
    counter: Counter, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pulse = Pulse()
    duties = Duties(Keeping(90, 400), tmp_path / "backups", 30)
    upkeep = Upkeep(store, duties, "one", lambda: NOON, pulse)
    for n in range(70):
        await counter.admit(Chat(CHANNEL, f"{555000 + n}"), "ことばことば", NOON)
    await upkeep.look()
    await upkeep.look()
    said = capsys.readouterr().out
    assert said.count("flood suspected") == 1
    assert "55500" not in said
    assert "ことば" not in said
    read = pulse.registry.get_sample_value
    assert read("madoguchi_last_minute", {"of": "newcomers"}) == 70
    assert read("madoguchi_floods_total") == 1


async def test_who_wrote_in_which_minute_is_forgotten(
    counter: Counter, store: Store, tmp_path: Path
) -> None:
    clock = [NOON]
    await counter.admit(Chat(CHANNEL, "1"), "こんにちは", NOON)
    duties = Duties(Keeping(90, 400), tmp_path / "backups", 30)
    upkeep = Upkeep(store, duties, "one", lambda: clock[0], Pulse())
    clock[0] = NOON + timedelta(minutes=3)
    await upkeep.look()
    async with store.read() as work:
        assert await work.bursts.rush(NOON) == Rush(0, 0, 0)
