"""A change on disk is served whole, a broken one refused with file and line, and nobody waits."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import small
from botapi import BotApi
from pydantic import SecretStr
from scene import staff_room

from bot.app import build_guide, serving
from bot.channels.terminal import render
from bot.counter import Chat, Counter
from bot.renewal import keep_up, learned_beside
from bot.settings import Settings
from bot.store.store import Store

RESIDENT = Chat("test", "1")
PHONE = "鴻巣市社協の電話番号"


class House:
    """A counter over a folder that is followed, and what staff were told of it."""

    def __init__(self, folder: Path, data: Path, counter: Counter) -> None:
        self.folder, self.data, self.counter = folder, data, counter
        self.told: list[str] = []

    async def tell(self, lines: Sequence[str]) -> None:
        self.told.extend(lines)

    async def asked(self, text: str) -> str:
        return render((await self.counter.hear(RESIDENT, text)).reply)

    async def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        limit = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < limit, "it did not come about"
            await asyncio.sleep(0.05)

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        task = asyncio.create_task(
            keep_up(
                self.folder,
                self.counter.knowledge.version,
                lambda: learned_beside(self.folder, self.data, "core"),
                lambda: build_guide(self.folder, self.data),
                self.counter.serve,
                self.tell,
                every=0.05,
            )
        )
        await asyncio.sleep(0.2)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def house(folder: Path, small_data: Path, store: Store) -> House:
    cache = small_data / "cache"
    guide = build_guide(folder, cache)
    return House(folder, cache, Counter(guide, store, lambda: datetime.now(UTC)))


async def test_a_change_from_before_we_looked_is_seen(house: House) -> None:
    small.replace(house.folder / "konosu/council.yaml", "048-597-2100", "048-597-2199")
    version = house.counter.knowledge.version
    async with house.followed():
        await house.until(lambda: house.counter.knowledge.version != version)
        assert "048-597-2199" in await house.asked(PHONE)
    assert house.told == []


async def test_a_new_number_is_told_at_once(house: House) -> None:
    version = house.counter.knowledge.version
    async with house.followed():
        assert "048-597-2100" in await house.asked(PHONE)
        assert house.counter.mask("048-597-2199") == "［電話］"
        small.replace(house.folder / "konosu/council.yaml", "048-597-2100", "048-597-2199")
        await house.until(lambda: house.counter.knowledge.version != version)
        assert "048-597-2199" in await house.asked(PHONE)
        # It is public now: staff must be able to read which line was called.
        assert house.counter.mask("048-597-2199") == "048-597-2199"
    assert house.told == []


async def test_a_broken_change_is_refused_and_the_old_one_serves_on(house: House) -> None:
    council = house.folder / "konosu/council.yaml"
    good = council.read_text(encoding="utf-8")
    version = house.counter.knowledge.version
    async with house.followed():
        council.write_text(good.replace("phone: 048-597-2100", "phone: 12"), encoding="utf-8")
        await house.until(lambda: bool(house.told))
        line = small.line_of(council, "phone: 12")
        assert house.told[0].startswith(f"{council}:{line}: phone の「12」は形が違います")
        assert house.counter.knowledge.version == version
        assert "048-597-2100" in await house.asked(PHONE)
        council.write_text(good.replace("048-597-2100", "048-597-2188"), encoding="utf-8")
        await house.until(lambda: house.counter.knowledge.version != version)
        assert "048-597-2188" in await house.asked(PHONE)


async def test_questions_are_answered_while_new_wordings_are_learned(house: House) -> None:
    needs = house.folder / "needs/all.yaml"
    version = house.counter.knowledge.version
    async with house.followed():
        small.replace(needs, "- 生活費　相談", "- 生活費　相談\n  - ぴよぴよがなくて困った")
        longest, answers = 0.0, 0
        while house.counter.knowledge.version == version:
            started = time.monotonic()
            assert "048-597-2100" in await house.asked(PHONE)
            longest = max(longest, time.monotonic() - started)
            answers += 1
            await asyncio.sleep(0.02)
        assert answers > 10
        assert longest < 2
    assert "ぴよぴよがなくて困った" in house.counter.guide.matcher.learned.utterances.texts


async def test_replicas_over_one_folder_end_up_the_same(
    house: House, folder: Path, store: Store
) -> None:
    other = House(
        folder,
        house.data,
        Counter(build_guide(folder, house.data), store, lambda: datetime.now(UTC)),
    )
    version = house.counter.knowledge.version
    async with house.followed(), other.followed():
        small.replace(folder / "honjo/council.yaml", "0495-24-2755", "0495-24-2799")
        await house.until(lambda: house.counter.knowledge.version != version)
        await house.until(lambda: other.counter.knowledge.version != version)
    assert house.counter.knowledge.version == other.counter.knowledge.version


async def test_staff_are_told_in_their_group(api: BotApi, folder: Path, small_data: Path) -> None:
    _, group = staff_room(api)
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(api.token),
        telegram_base_url=api.base_url,
        data_dir=small_data,
        knowledge_dir=folder,
        staff_chats={"konosu": group.id},
    )
    async with serving(build_guide(folder, small_data / "cache"), settings, limited=False):
        await asyncio.sleep(0.5)
        council = folder / "konosu/council.yaml"
        small.replace(council, "phone: 048-597-2100", "phone: 12")
        told = (await group.hears(timeout=60)).text
    assert "前の知識で答えつづけています" in told
    assert f"{council}:{small.line_of(council, 'phone: 12')}: " in told
