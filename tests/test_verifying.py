"""A resident says that a number is wrong; staff look, press one button, and it is written and live."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from pydantic import SecretStr
from scene import live_in, other_room, resident_and_room

from bot.app import build_guide, serving
from bot.conversation.hours import JAPAN
from bot.conversation.wording import Wording
from bot.knowledge.load import load
from bot.reminding import letter
from bot.settings import Settings
from bot.store.store import Store
from bot.verifying import Verifying

WORRY = "母が通帳をすぐなくす"
DOUBT = "電話番号がちがう"
OFFICE = "konosu/shakyo"


@pytest.fixture
def settings(api: BotApi, folder: Path, small_data: Path, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(api.token),
        telegram_base_url=api.base_url,
        data_dir=tmp_path,
        cache_dir=small_data / "cache",
        knowledge_dir=folder,
    )


async def doubts(resident: Any) -> Any:
    """「ちがう」 and then that the number is wrong; what is said to it."""
    await resident.say(WORRY)
    await resident.hears()
    await resident.press("ちがう")
    asked = await resident.hears()
    await resident.press(DOUBT, on=asked)
    return await resident.hears()


async def told_of_the_office(resident: Any) -> str:
    await resident.say("鴻巣市社協の電話番号")
    return str((await resident.hears()).text)


async def test_a_wrong_number_is_looked_at(api: BotApi, folder: Path, settings: Settings) -> None:
    taro = api.user("太郎")
    hanako, tanaka, group = resident_and_room(api)
    guide = build_guide(folder, settings.cache, staffed=frozenset({"konosu"}))
    there = settings.model_copy(update={"staff_chats": {"konosu": group.id}})
    async with serving(guide, there, limited=False):
        await live_in(hanako, "鴻巣市")
        assert "職員が確かめます" in (await doubts(hanako)).text
        told = await group.hears()
        assert "電話番号がちがう" in told.text
        assert "048-597-2100" in told.text
        assert "花子" not in told.text
        # The second resident is thanked as well; the group is not told twice.
        await live_in(taro, "鴻巣市")
        assert "職員が確かめます" in (await doubts(taro)).text
        await group.silence()
        # What is typed instead of pressed leads to the same button, and is counted once.
        await taro.say("おかけになった電話番号は、現在使われておりません")
        asked = await taro.hears()
        assert "048-597-2100" in asked.text
        await taro.press(DOUBT, on=asked)
        assert "職員が確かめます" in (await taro.hears()).text
        await group.silence()
        store = await Store.open(settings.database)
        verifying = Verifying(store, folder, asyncio.Lock(), lambda: datetime.now(UTC))
        first = (await verifying.queue(load(folder), ("konosu",)))[0]
        assert (first.fact.id, first.reports) == (OFFICE, 2)
        say = Wording(load(folder).texts, "ja")
        assert "住民2人から" in str(letter([first], [], say).parts)
        press = await tanaka.press_in(group, "確認した", on=told)
        assert "今日確認した" in (await press.answered())["text"]
        office = load(folder).offices[OFFICE]
        today = datetime.now(JAPAN).date()
        assert office.verified == today.isoformat()
        written = (folder / "konosu/council.yaml").read_text("utf-8")
        assert re.search('verified_by: "?職員 田中', written)
        assert OFFICE not in {
            one.fact.id for one in await verifying.queue(load(folder), ("konosu",))
        }
        await store.close()


async def test_a_number_that_is_wrong_indeed(api: BotApi, folder: Path, settings: Settings) -> None:
    """「番号がちがっていた」は確認の印をつけず、一度たしかめてから、直すまで住民に番号を出さない。"""
    hanako, tanaka, group = resident_and_room(api)
    sato, honjo = other_room(api)
    guide = build_guide(folder, settings.cache, staffed=frozenset({"konosu"}))
    chats = {"konosu": group.id, "honjo": honjo.id}
    there = settings.model_copy(update={"staff_chats": chats})
    before = load(folder).offices[OFFICE]
    async with serving(guide, there, limited=False):
        await live_in(hanako, "鴻巣市")
        await doubts(hanako)
        told = await group.hears()
        assert told.buttons == [["確認した", "番号がちがっていた"]]
        await sato.say_in(honjo, "/unanswered")
        press = await sato.press_data(f"hidenumber:{OFFICE}", on=await honjo.hears(), forged=True)
        assert "見つかりません" in (await press.answered())["text"]
        await tanaka.press_in(group, "番号がちがっていた", on=told)
        asked = await told.edited()
        assert "048-597-2100" in asked.text
        await tanaka.press_in(group, "やめる", on=asked)
        again = await asked.edited()
        assert (again.text, again.buttons) == (told.text, told.buttons)
        assert load(folder).offices[OFFICE] == before
        await tanaka.press_in(group, "番号がちがっていた", on=again)
        await tanaka.press_in(group, "出さない", on=await again.edited())
        assert "次にすること" in (await group.sees("職員 田中さんが確かめました")).text
        office = load(folder).offices[OFFICE]
        assert office.shown("phone") == ""
        assert "職員 田中" in office.doubtful["phone"]
        assert (office.verified, office.verified_by) == (before.verified, before.verified_by)
        store = await Store.open(settings.database)
        verifying = Verifying(store, folder, asyncio.Lock(), lambda: datetime.now(UTC))
        first = (await verifying.queue(load(folder), ("konosu",)))[0]
        assert (first.fact.id, first.reports) == (OFFICE, 1)
        await store.close()
        # As soon as the knowledge is read anew, residents see the office without a number.
        for _ in range(60):
            if "048-597-2100" not in (shown := await told_of_the_office(hanako)):
                break
            await asyncio.sleep(0.5)
        assert "048-597-2100" not in shown


async def test_nobody_marks_what_belongs_to_others(
    api: BotApi, folder: Path, settings: Settings
) -> None:
    outsider = api.user("よその人")
    store = await Store.open(settings.database)
    verifying = Verifying(store, folder, asyncio.Lock(), lambda: datetime.now(UTC))
    before = (folder / "konosu/council.yaml").read_bytes()
    assert await verifying.confirm(OFFICE, "honjo", "本庄の職員") is None
    await store.close()
    async with serving(build_guide(folder, settings.cache), settings, limited=False):
        await outsider.say("/start")
        shown = await outsider.hears()
        press = await outsider.press_data(f"verified:{OFFICE}", on=shown, forged=True)
        assert "職員のチャットでだけ" in (await press.answered())["text"]
    assert (folder / "konosu/council.yaml").read_bytes() == before
