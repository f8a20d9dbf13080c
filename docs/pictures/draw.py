"""Draws the pictures of docs/pictures anew: what a resident sees in a chat, and the poster.

Run with ``make pictures``; Chromium must be installed. The replies are those of the guide over the
project's knowledge, as they are sent to Telegram; only the bubbles around them are drawn here.
"""

import asyncio
import shutil
import tempfile
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, ViewportSize, async_playwright

from bot.app import build_guide
from bot.channels.telegram.rendering import messages
from bot.conversation.guide import Guide
from bot.model import Language, Reply, Session
from bot.poster import write
from bot.settings import PROJECT

INTO = Path(__file__).parent
# A Thursday afternoon, when the offices are open.
NOW = datetime(2026, 11, 26, 14, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PHONE = ViewportSize(width=390, height=300)
A4 = ViewportSize(width=794, height=1123)
CHATS: dict[str, tuple[str, Language, tuple[str, ...]]] = {
    "answer": ("konosu", "ja", ("母が通帳をすぐなくす", "土曜もやってる？")),
    "easy": ("ichinoseki", "easy", ("ひとりで さびしいです",)),
    "crisis": ("chiba", "ja", ("もう消えてしまいたい",)),
}
STYLE = """
body { margin: 0; padding: 12px; background: #d8e3ea; font: 16px/1.5 "Noto Sans CJK JP", sans-serif; }
p { margin: 0 0 8px; padding: 8px 12px; border-radius: 12px; background: #fff; white-space: pre-wrap;
    overflow-wrap: anywhere; }
p.own { margin-left: 25%; background: #d9f7c5; }
div { display: flex; gap: 4px; margin-bottom: 4px; }
span { flex: 1; padding: 8px 2px; border-radius: 8px; background: #6f8ea3; color: #fff; text-align: center;
    font-size: 14px; }
"""


def bubbles(reply: Reply) -> str:
    """The messages of a reply with their buttons, as they stand in a chat."""
    drawn = []
    for message in messages(reply):
        drawn.append(f"<p>{message.html}</p>")
        rows = message.keyboard.inline_keyboard if message.keyboard else ()
        drawn.extend(
            "<div>" + "".join(f"<span>{escape(one.text)}</span>" for one in row) + "</div>"
            for row in rows
        )
    return "".join(drawn)


def chat(guide: Guide, council: str, language: Language, said: tuple[str, ...]) -> str:
    """A conversation as a page."""
    session = Session(council, language=language, chosen=True)
    drawn = []
    for text in said:
        turn = guide.hear(session, text, "1")
        session = turn.session
        drawn.append(f'<p class="own">{escape(text)}</p>{bubbles(turn.reply)}')
    return f"<html lang=ja><meta charset=utf-8><style>{STYLE}</style>{''.join(drawn)}"


async def draw(browser: Browser, name: str, page: Path, size: ViewportSize) -> None:
    opened = await browser.new_page(viewport=size)
    await opened.goto(page.as_uri())
    await opened.screenshot(path=INTO / f"{name}.png", full_page=True)
    await opened.close()


async def main() -> None:
    guide = build_guide(PROJECT / "knowledge", PROJECT / "data" / "cache").at(NOW)
    async with async_playwright() as playwright:
        program = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with tempfile.TemporaryDirectory() as folder:
            for name, conversation in CHATS.items():
                page = Path(folder) / f"{name}.html"
                page.write_text(chat(guide, *conversation), encoding="utf-8")
                await draw(browser, name, page, PHONE)
            write(guide.knowledge, "MadoguchiBot", Path(folder))
            await draw(browser, "poster", Path(folder) / "konosu.html", A4)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
