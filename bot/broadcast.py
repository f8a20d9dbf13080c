"""What staff tell many at once: a disaster volunteer centre, and news to those who asked for them."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.casework import Member
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.counter import Counter
from bot.model import Address, Choice, Choices, Reply, Text
from bot.store.resident import Notice
from bot.store.store import Store

_OVER = re.compile(
    "(?:終了|閉鎖|閉所|中止|解除)(?:し(?:た|ます|ました)|です)?"
    "|(?:終わ|おわ)(?:り|る|った|ります|りました)|閉じ(?:る|た|ます|ました)|off",
    re.IGNORECASE,
)
_AROUND = re.compile(r"[\s。．.、！!]+")
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

    async def disaster(self, member: Member, text: str) -> tuple[str, Choices]:
        """Show what would be told to everybody of the council first, or take down what is told.

        Words for the member of staff, and what they can choose.
        """
        say = self._counter.staff_wording()
        words = _told(text)
        if not words:
            return say("staff-disaster-how"), Choices(())
        if _OVER.fullmatch(_AROUND.sub("", words)):
            async with self._store.begin() as work:
                there = await work.own.take_down(member.council)
            return say("staff-disaster-off" if there else "staff-disaster-none"), Choices(())
        name = self._counter.knowledge.councils[member.council].called.ja
        shown = say("disaster", council=name, words=words)
        answers = tuple(
            Choice(say(f"staff-do-announce-{answer}"), token("announce", answer))
            for answer in ("yes", "no")
        )
        return say("staff-disaster-preview", notice=shown), Choices((answers,))

    async def announce(self, member: Member, text: str, seen: str) -> str:
        """Tell it to everybody of the council first, in place of what was told before.

        ``seen`` is what was shown of it: what has been rewritten since is not told.
        """
        say = self._counter.staff_wording()
        words = _told(text)
        if not words or words not in seen:
            return say("staff-disaster-rewritten")
        notice = Notice(secrets.token_hex(6), member.council, words, self._now())
        async with self._store.begin() as work:
            await work.own.put_up(notice, member.id)
        return say("staff-disaster-on", words=words)

    async def news(self, member: Member, text: str) -> News:
        """``text``: the heading's name, and after a space what is to be told."""
        knowledge = self._counter.knowledge
        say = Wording(knowledge.texts, "ja")
        heading, *rest = text.split(maxsplit=1)[:2] or [""]
        words = _told("".join(rest))
        theme = next(
            (t for t in knowledge.themes.values() if heading in (t.id, t.name.ja) and heading), None
        )
        names = "、".join(one.name.ja for one in knowledge.themes.values())
        if heading and theme is None:
            return News(say("staff-news-unknown", heading=heading, themes=names))
        if theme is None or not words:
            return News(say("staff-news-how", themes=names))
        async with self._store.begin() as work:
            readers = await work.own.readers(member.council, theme.id)
        if not readers:
            return News(say("staff-news-nobody", theme=theme.name.ja))
        council = knowledge.councils[member.council].called

        def told(reader: Address) -> Reply:
            said = Wording(knowledge.texts, reader.language)
            name = said.pick(theme.name)
            return Reply((Text(said("news", theme=name, council=said.pick(council), words=words)),))

        sent = tuple((reader, told(reader)) for reader in readers)
        count = str(len(readers))
        return News(say("staff-news-sent", theme=theme.name.ja, count=count), sent)


def _told(text: str) -> str:
    """What is to be told of what was written."""
    return text.strip()[:_LONGEST]
