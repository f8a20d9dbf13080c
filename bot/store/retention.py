"""What is forgotten, and when. Words go first, then what was counted of them; nobody need ask for it.

Work is done in portions, so that no resident waits for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import TicketState
from bot.store.desk_tables import attempts, audit, lessons, notes
from bot.store.tables import (
    bursts,
    inbox,
    links,
    outbox,
    questions,
    sessions,
    subscriptions,
    tickets,
)

# Telegram brings an update again for a day at most; only so long must its number be known.
_UPDATE_DAYS = 7
_BURST_MINUTES = 2
_ATTEMPT_DAYS = 1


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days words are kept, and how many days what says nothing but that somebody asked."""

    text_days: int
    statistics_days: int


class Retention:
    """The verbs of one transaction. Each forgets up to ``portion`` rows and says how many it did."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def forget(self, keeping: Keeping, now: datetime, portion: int) -> int:
        """Forget a portion of all that is due; 0 when there is nothing left to forget."""
        words = now - timedelta(days=keeping.text_days)
        counted = now - timedelta(days=keeping.statistics_days)
        old = select(questions.c.id).where(questions.c.asked_at < counted).limit(portion)
        theirs = select(tickets.c.id).where(tickets.c.question.in_(old))
        gone = await self._delete(links, links.c.ticket.in_(theirs))
        gone += await self._delete(notes, notes.c.ticket.in_(theirs))
        gone += await self._delete(lessons, lessons.c.ticket.in_(theirs))
        gone += await self._delete(tickets, tickets.c.question.in_(old))
        gone += await self._delete(questions, questions.c.id.in_(old))
        gone += await self._end_tickets(words, now, portion)
        gone += await self._delete_some(
            sessions, sessions.c.seen_at < words, portion, ("channel", "chat")
        )
        same = and_(
            sessions.c.channel == subscriptions.c.channel, sessions.c.chat == subscriptions.c.chat
        )
        gone += await self._delete(subscriptions, ~select(sessions.c.chat).where(same).exists())
        gone += await self._desk(words, counted, now, portion)
        gone += await self._delete_some(outbox, outbox.c.written_at < words, portion, ("id",))
        updates = or_(
            and_(inbox.c.state == "done", inbox.c.due_at < now - timedelta(days=_UPDATE_DAYS)),
            and_(inbox.c.state == "aside", inbox.c.received_at < words),
        )
        gone += await self._delete_some(inbox, updates, portion, ("channel", "update_id"))
        spoken = select(questions.c.id).where(
            and_(questions.c.text.is_not(None), questions.c.asked_at < words)
        )
        done = await self._connection.execute(
            update(questions)
            .where(questions.c.id.in_(spoken.limit(portion)))
            .values(text=None, shown=[])
        )
        return gone + done.rowcount

    async def forget_bursts(self, now: datetime) -> None:
        """Forget who wrote in which minute, as soon as it no longer holds anybody back."""
        await self._delete(bursts, bursts.c.since < now - timedelta(minutes=_BURST_MINUTES))

    async def _desk(self, words: datetime, counted: datetime, now: datetime, portion: int) -> int:
        """Of the review desk: notes and lessons quote residents, lines of the audit do not."""
        yesterday = now - timedelta(days=_ATTEMPT_DAYS)
        gone = await self._delete_some(notes, notes.c.at < words, portion, ("id",))
        gone += await self._delete_some(lessons, lessons.c.at < words, portion, ("id",))
        gone += await self._delete_some(audit, audit.c.at < counted, portion, ("id",))
        gone += await self._delete_some(attempts, attempts.c.since < yesterday, portion, ("who",))
        return gone

    async def _end_tickets(self, before: datetime, now: datetime, portion: int) -> int:
        """Of old tickets only that there was one; who still waits for an answer will get none."""
        kept = or_(
            tickets.c.answer.is_not(None),
            tickets.c.staff.is_not(None),
            tickets.c.state.in_((TicketState.OPEN, TicketState.CLAIMED)),
        )
        old = await self._connection.execute(
            select(tickets.c.id).where(and_(tickets.c.opened_at < before, kept)).limit(portion)
        )
        ids = [row.id for row in old]
        if not ids:
            return 0
        await self._delete(links, links.c.ticket.in_(ids))
        waiting = tickets.c.state.in_((TicketState.OPEN, TicketState.CLAIMED))
        await self._connection.execute(
            update(tickets)
            .where(and_(tickets.c.id.in_(ids), waiting))
            .values(state=TicketState.CLOSED, ended_at=now)
        )
        await self._connection.execute(
            update(tickets)
            .where(tickets.c.id.in_(ids))
            .values(answer=None, staff=None, staff_name=None)
        )
        return len(ids)

    async def _delete_some(
        self, table: Table, which: ColumnElement[bool], portion: int, key: tuple[str, ...]
    ) -> int:
        columns = [table.c[name] for name in key]
        some = select(*columns).where(which).limit(portion)
        return await self._delete(table, tuple_(*columns).in_(some))

    async def _delete(self, table: Table, which: ColumnElement[bool]) -> int:
        return (await self._connection.execute(delete(table).where(which))).rowcount
