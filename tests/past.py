"""A database in which residents have been before."""

import zlib
from datetime import datetime

from bot.model import Address, Outcome, Question, Session
from bot.store.inbox import Arrived
from bot.store.outbox import Parcel
from bot.store.retention import Keeping
from bot.store.store import Store

KEEPING = Keeping(90, 400)


def question(name: str, asked_at: datetime, text: str | None) -> Question:
    return Question(
        name, asked_at, "telegram", "konosu", "ja", Outcome.UNMATCHED, False, text,
        (("konosu/10", 0.5),),
    )  # fmt: skip


async def fill(
    store: Store, mark: str, when: datetime, count: int = 60, *, queued: bool = True
) -> None:
    """Questions, tickets, answers, links, sessions, set-aside updates: all with the mark in them."""
    address = Address("telegram", f"chat-{mark}", "ja")
    async with store.begin() as work:
        for n in range(count):
            name = named(mark, n)
            await work.log(question(name, when, f"{mark}の困りごと{n}" * (1 + n % 9)))
            ticket = await work.open_ticket(name, "konosu", when)
            if n % 3 == 0:
                await work.link(ticket, address)
            if n % 3 != 2:
                await work.claim(ticket, f"staff-{mark}", f"職員{mark}")
            if n % 3 == 1:
                await work.answer(ticket, f"staff-{mark}", f"{mark}への返事", when)
                await work.desk.note(ticket, f"職員{mark}", f"{mark}の覚え書き", when)
                taught = (ticket, "konosu", f"{mark}の言い方", "lonely", None, (1, f"職員{mark}"))
                await work.lessons.propose(*taught, when)
            session = Session("konosu", None, "ja", f"{mark}の待つことば")
            await work.keep_session("telegram", f"chat-{mark}-{n}", session, when)
        raw = '{"text": "' + mark + '"}'
        await work.inbox.receive("telegram", [Arrived(zlib.crc32(mark.encode()), mark, raw)], when)
        await work.inbox.set_aside("telegram", zlib.crc32(mark.encode()))
        if queued:
            parcel = Parcel("telegram", "1001", "sendMessage", {"text": mark})
            await work.outbox.put([parcel], when)


def named(mark: str, n: int) -> str:
    """Numbers of questions stay as long as figures do, and say nothing."""
    return f"{zlib.crc32(mark.encode())}-{n}"
