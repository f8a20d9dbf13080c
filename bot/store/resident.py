"""What is a resident's own: feedback, news, what is held about a chat, and its end."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Address, TicketState
from bot.store.desk_tables import lessons, notes
from bot.store.tables import links, notices, questions, sessions, subscriptions, tickets, utc

_WAITING = (TicketState.OPEN, TicketState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Notice:
    """What staff tell everybody of their council until it is over."""

    id: str
    council: str
    words: str
    since: datetime


class Own:
    """The verbs of one transaction; ``write`` hands over what was held back in it."""

    def __init__(
        self, connection: AsyncConnection, write: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        self._connection = connection
        self._write = write
        self._notices: dict[str, Notice] | None = None

    async def judge(self, question: str, verdict: str) -> bool:
        """Keep what was thought of an answer, good or wrong; False where it had been told before."""
        done = await self._do(
            update(questions)
            .where(and_(questions.c.id == question, questions.c.verdict.is_(None)))
            .values(verdict=verdict)
        )
        return done.rowcount == 1

    async def judged(self, question: str) -> bool:
        row = await self._first(select(questions.c.verdict).where(questions.c.id == question))
        return row is not None and row.verdict is not None

    async def subscribe(self, channel: str, chat: str, council: str, theme: str) -> None:
        here = {"channel": channel, "chat": chat, "council": council, "theme": theme}
        there = and_(*(subscriptions.c[name] == value for name, value in here.items()))
        if await self._first(select(subscriptions).where(there)) is None:
            await self._do(insert(subscriptions).values(**here))

    async def unsubscribe(self, channel: str, chat: str) -> bool:
        """Stop all news; False where there was none."""
        theirs = and_(subscriptions.c.channel == channel, subscriptions.c.chat == chat)
        done = await self._do(delete(subscriptions).where(theirs))
        return done.rowcount > 0

    async def news_of(self, channel: str, chat: str) -> list[tuple[str, str]]:
        """The (council, theme) pairs that a chat gets news of."""
        theirs = and_(subscriptions.c.channel == channel, subscriptions.c.chat == chat)
        rows = await self._do(select(subscriptions).where(theirs))
        return sorted((row.council, row.theme) for row in rows)

    async def readers(self, council: str, theme: str) -> list[Address]:
        """Who asked for news, without those who block the bot."""
        same = and_(
            sessions.c.channel == subscriptions.c.channel, sessions.c.chat == subscriptions.c.chat
        )
        asked = and_(subscriptions.c.council == council, subscriptions.c.theme == theme)
        rows = await self._do(
            select(sessions.c.channel, sessions.c.chat, sessions.c.language)
            .join(subscriptions, same)
            .where(and_(asked, sessions.c.blocked.is_(False)))
            .order_by(sessions.c.chat)
        )
        return [Address(row.channel, row.chat, row.language) for row in rows]

    async def notice(self, council: str) -> Notice | None:
        """What everybody of a council is told, if anything; looked up once in a transaction."""
        if self._notices is None:
            # Not by _do: what is held back to be written in one go has nothing to do with it.
            rows = await self._connection.execute(select(notices))
            told = [Notice(row.id, row.council, row.words, utc(row.since)) for row in rows]
            self._notices = {notice.council: notice for notice in told}
        return self._notices.get(council)

    async def put_up(self, notice: Notice, staff: str) -> None:
        """Tell everybody of a council, in place of what was told before."""
        await self.take_down(notice.council)
        await self._do(
            insert(notices).values(
                council=notice.council,
                id=notice.id,
                words=notice.words,
                staff=staff,
                since=notice.since,
            )
        )

    async def take_down(self, council: str) -> bool:
        """False where nothing was told."""
        self._notices = None
        done = await self._do(delete(notices).where(notices.c.council == council))
        return done.rowcount > 0

    async def waiting_for(self, channel: str, chat: str) -> list[int]:
        """The tickets whose answer a chat waits for."""
        theirs = and_(links.c.channel == channel, links.c.chat == chat)
        rows = await self._do(select(links.c.ticket).where(theirs))
        return sorted(row.ticket for row in rows)

    async def forget(self, channel: str, chat: str, now: datetime) -> list[int]:
        """Delete all that is held about a chat, and the words of its open tickets; gives those."""
        waiting = await self.waiting_for(channel, chat)
        await self.unsubscribe(channel, chat)
        for table in (links, sessions):
            theirs = and_(table.c.channel == channel, table.c.chat == chat)
            await self._do(delete(table).where(theirs))
        asked = select(tickets.c.question).where(tickets.c.id.in_(waiting))
        words = update(questions).where(questions.c.id.in_(asked))
        await self._do(words.values(text=None, shown=[]))
        for table in (notes, lessons):
            await self._do(delete(table).where(table.c.ticket.in_(waiting)))
        await self._do(
            update(tickets)
            .where(and_(tickets.c.id.in_(waiting), tickets.c.state.in_(_WAITING)))
            .values(state=TicketState.CLOSED, wants_reply=False, staff_name="", ended_at=now)
        )
        return waiting

    async def _first(self, query: Any) -> Row[Any] | None:
        return (await self._do(query)).first()

    async def _do(self, statement: Any) -> CursorResult[Any]:
        await self._write()
        done: CursorResult[Any] = await self._connection.execute(statement)
        return done
