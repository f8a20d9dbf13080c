"""What staff tell many at once: a disaster volunteer centre, and news to those who asked for them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.casework import Member
from bot.conversation.wording import Wording
from bot.counter import Counter
from bot.model import Address, Reply, Text
from bot.store.resident import Notice
from bot.store.store import Store

_OVER = frozenset({"終了", "おわり", "閉じる", "off"})
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class News:
    """Words for the member of staff, and what goes to whom."""

    words: str
    sent: tuple[tuple[Address, Reply], ...] = ()


class Broadcast:
    def __init__(self, counter: Counter, store: Store, now: Callable[[], datetime]) -> None:
        self._counter = counter
        self._store = store
        self._now = now

    async def disaster(self, member: Member, words: str) -> str:
        """Put up what is told to everybody of the council first, or take it down."""
        say = Wording(self._counter.knowledge.texts, "ja")
        words = words.strip()[:_LONGEST]
        if not words:
            return say("staff-disaster-how")
        async with self._store.begin() as work:
            if words in _OVER:
                there = await work.own.take_down(member.council)
                return say("staff-disaster-off" if there else "staff-disaster-none")
            notice = Notice(secrets.token_hex(6), member.council, words, self._now())
            await work.own.put_up(notice, member.id)
        return say("staff-disaster-on")

    async def news(self, member: Member, text: str) -> News:
        """``text``: the heading's name, and after a space what is to be told."""
        knowledge = self._counter.knowledge
        say = Wording(knowledge.texts, "ja")
        heading, _, words = text.strip().partition(" ")
        words = words.strip()[:_LONGEST]
        theme = next(
            (t for t in knowledge.themes.values() if heading in (t.id, t.name.ja) and heading), None
        )
        if theme is None or not words:
            names = "、".join(one.name.ja for one in knowledge.themes.values())
            return News(say("staff-news-how", themes=names))
        async with self._store.begin() as work:
            readers = await work.own.readers(member.council, theme.id)
        council = knowledge.councils[member.council].called

        def told(reader: Address) -> Reply:
            said = Wording(knowledge.texts, reader.language)
            name = said.pick(theme.name)
            return Reply((Text(said("news", theme=name, council=said.pick(council), words=words)),))

        sent = tuple((reader, told(reader)) for reader in readers)
        count = str(len(readers))
        return News(say("staff-news-sent", theme=theme.name.ja, count=count), sent)
