"""What the desk looks up of tickets: the inbox with its filters, notes, canned replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, and_, delete, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Question, Ticket
from bot.store.desk_tables import canned, notes
from bot.store.rows import all_tickets, to_question, to_ticket
from bot.store.tables import TO_DO, questions, tickets, utc

Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tickets to show. ``councils`` None means all; ``before`` is when they were opened at latest."""

    councils: tuple[str, ...] | None
    need: str = ""
    outcome: str = ""
    channel: str = ""
    before: datetime | None = None
    words: str = ""
    ended: bool = False

    @property
    def of_questions(self) -> bool:
        return bool(self.need or self.outcome or self.channel or self.words)


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Canned:
    id: int
    council: str
    title: str
    text: str


class Desk:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def tickets(
        self, wanted: Filter, order: Order, limit: int, skip: int = 0
    ) -> list[Ticket]:
        when = (tickets.c.opened_at, tickets.c.id)
        by = [column.desc() for column in when] if order == "newest" else list(when)
        query = all_tickets().where(_where(wanted)).order_by(*by).limit(limit).offset(skip)
        return [to_ticket(row) for row in await self._connection.execute(query)]

    async def count(self, wanted: Filter) -> int:
        query = select(func.count()).select_from(tickets)
        if wanted.of_questions:
            query = query.join(questions, tickets.c.question == questions.c.id)
        return int((await self._connection.execute(query.where(_where(wanted)))).scalar_one())

    async def oldest(self, wanted: Filter) -> datetime | None:
        """When the ticket that waits longest was opened."""
        first = await self.tickets(wanted, "oldest", 1)
        return first[0].opened_at if first else None

    async def some(self, ids: Sequence[int]) -> list[Ticket]:
        query = all_tickets().where(tickets.c.id.in_(ids)).order_by(tickets.c.id)
        return [to_ticket(row) for row in await self._connection.execute(query)]

    async def answered(self, council: str, limit: int) -> list[Ticket]:
        """Tickets of a council that were answered, the newest first."""
        query = (
            all_tickets()
            .where(and_(tickets.c.council == council, tickets.c.state == "answered"))
            .order_by(tickets.c.id.desc())
            .limit(limit)
        )
        return [to_ticket(row) for row in await self._connection.execute(query)]

    async def note(self, ticket: int, name: str, words: str, now: datetime) -> None:
        values = {"ticket": ticket, "name": name, "text": words, "at": now}
        await self._connection.execute(insert(notes).values(**values))

    async def notes(self, ticket: int) -> list[Note]:
        query = select(notes).where(notes.c.ticket == ticket).order_by(notes.c.id)
        rows = await self._connection.execute(query)
        return [Note(utc(row.at), row.name, row.text) for row in rows]

    async def canned(self, councils: tuple[str, ...] | None) -> list[Canned]:
        query = select(canned).order_by(canned.c.title)
        if councils is not None:
            query = query.where(canned.c.council.in_(councils))
        return [_canned(row) for row in await self._connection.execute(query)]

    async def one_canned(self, id_: int) -> Canned | None:
        row = (await self._connection.execute(select(canned).where(canned.c.id == id_))).first()
        return _canned(row) if row is not None else None

    async def keep_canned(self, council: str, title: str, words: str) -> None:
        values = {"council": council, "title": title, "text": words}
        await self._connection.execute(insert(canned).values(**values))

    async def drop_canned(self, id_: int) -> None:
        await self._connection.execute(delete(canned).where(canned.c.id == id_))

    async def passed_over(
        self, councils: tuple[str, ...] | None, before: datetime, limit: int
    ) -> list[Question]:
        """Questions whose suggestions nobody chose, the newest first."""
        here = and_(
            questions.c.outcome == "suggested",
            questions.c.chosen.is_(None),
            questions.c.judged.is_(None),
            questions.c.asked_at <= before,
        )
        return await self._questions(here, councils, limit)

    async def doubted(self, councils: tuple[str, ...] | None, limit: int) -> list[Question]:
        """Sure answers that the resident or a member of staff found wrong, the newest first."""
        told = and_(questions.c.verdict == "wrong", questions.c.judged.is_(None))
        here = and_(questions.c.outcome == "answered", or_(told, questions.c.judged == "wrong"))
        return await self._questions(here, councils, limit)

    async def judge(self, question: str, verdict: str) -> None:
        """``wrong`` where what we said was not right, ``seen`` where nothing is to be done."""
        here = questions.c.id == question
        await self._connection.execute(update(questions).where(here).values(judged=verdict))

    async def _questions(
        self, here: Any, councils: tuple[str, ...] | None, limit: int
    ) -> list[Question]:
        query = select(questions).where(here).order_by(questions.c.asked_at.desc()).limit(limit)
        if councils is not None:
            query = query.where(questions.c.council.in_(councils))
        return [to_question(row) for row in await self._connection.execute(query)]


def _where(wanted: Filter) -> Any:
    # Named with its table: questions have no state, but a reader of the statement must not wonder.
    parts: list[Any] = [~tickets.c.state.in_(("open", "claimed")) if wanted.ended else TO_DO]
    if wanted.councils is not None:
        parts.append(tickets.c.council.in_(wanted.councils))
    if wanted.before is not None:
        parts.append(tickets.c.opened_at <= wanted.before)
    equal = {"need": wanted.need, "outcome": wanted.outcome, "channel": wanted.channel}
    parts += [questions.c[name] == value for name, value in equal.items() if value]
    if wanted.words:
        number = wanted.words.removeprefix("#")
        found = questions.c.text.icontains(wanted.words, autoescape=True)
        parts.append(or_(found, tickets.c.id == int(number)) if _short(number) else found)
    return and_(*parts) if parts else text("1 = 1")


def _short(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 10


def _canned(row: Row[Any]) -> Canned:
    return Canned(row.id, row.council, row.title, row.text)
