"""The real desk at a real port, and a real browser before it."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faults.postgresql import free_port
from playwright.async_api import Browser, Page, async_playwright

from bot.app import build_guide, desk_alone, entrance
from bot.conversation.guide import Guide
from bot.counter import Chat, Counter
from bot.model import Outcome, Question
from bot.settings import Settings
from bot.store.roster import Role
from bot.store.store import Store

ARGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
# Milliseconds. Trying out stands back for everything else, and other tests keep all processors busy.
TRIED_OUT = 300_000


@dataclass(frozen=True, slots=True)
class Office:
    """A desk at work, its store and knowledge, and the residents who write to it."""

    url: str
    settings: Settings
    store: Store
    counter: Counter

    async def person(self, name: str, role: Role, *councils: str) -> int:
        async with self.store.begin() as work:
            return await work.staff.add(name, role, councils, None, datetime.now(UTC))

    async def link(self, person: int) -> str:
        async with self.store.begin() as work:
            return entrance(self.settings, await work.staff.link(person, datetime.now(UTC)))

    async def asks(self, words: str, council: str = "konosu", chat: str = "1001") -> int:
        """A resident asks what is not answered and wishes for a reply; the ticket's number."""
        resident = Chat("telegram", chat)
        async with self.store.begin() as work:
            kept = await work.session("telegram", chat)
        if kept is None or kept.council != council:
            await self.counter.choose(resident, f"council:{council}")
        said = await self.counter.hear(resident, words)
        for token in ("none:", "give:", "staff:yes:"):
            choice = next((c for c in said.reply.choices.flat if c.token.startswith(token)), None)
            if choice is not None:
                said = await self.counter.choose(resident, choice.token)
        assert said.ticket is not None, f"「{words}」 is answered by now"
        return said.ticket.id

    async def wished_for(self, need: str, count: int, council: str = "konosu") -> None:
        """Questions of one need, as the log keeps them."""
        async with self.store.begin() as work:
            for number in range(count):
                await work.log(
                    Question(
                        id=f"{need}{number}",
                        asked_at=datetime.now(UTC),
                        channel="telegram",
                        council=council,
                        language="ja",
                        outcome=Outcome.UNMATCHED,
                        care=False,
                        text="…",
                        candidates=(),
                        need=need,
                    )
                )


@pytest.fixture
async def office(small_folder: Path, small_data: Path, tmp_path: Path) -> AsyncIterator[Office]:
    knowledge = Path(shutil.copytree(small_folder, tmp_path / "knowledge"))
    data = Path(shutil.copytree(small_data, tmp_path / "data"))
    port = free_port()
    settings = Settings(
        _env_file=None,
        data_dir=data,
        knowledge_dir=knowledge,
        desk_listen=f"127.0.0.1:{port}",
        desk_url=f"http://127.0.0.1:{port}",
        staff_chats={"konosu": -100, "honjo": -200},
    )
    guide: Guide = build_guide(knowledge, data / "cache", staffed=frozenset({"konosu", "honjo"}))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(desk_alone(guide, settings))
        store = await Store.open(settings.database)
        stack.push_async_callback(store.close)
        counter = Counter(guide, store, lambda: datetime.now(UTC))
        yield Office(settings.desk_url, settings, store, counter)


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    program = _chromium()
    if program is None:
        assert "CI" not in os.environ, "install Chromium"
        pytest.skip("Chromium is not installed")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=program, args=ARGS)
        yield opened
        await opened.close()


SignIn = Callable[..., Awaitable[Page]]


@pytest.fixture
async def sign_in(office: Office, browser: Browser) -> AsyncIterator[SignIn]:
    """``await sign_in(person, width=390)``: a page of their own browser, signed in."""
    async with AsyncExitStack() as stack:

        async def signing_in(person: int, width: int = 1280) -> Page:
            context = await browser.new_context(
                viewport={"width": width, "height": 900}, locale="ja-JP"
            )
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(20_000)
            await page.goto(await office.link(person))
            await page.get_by_role("button", name="入る").click()
            await page.get_by_role("heading", name="受信箱").wait_for()
            return page

        yield signing_in
