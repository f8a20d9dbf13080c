"""The verbs over the tables, inside one transaction each: ``async with store.begin() as work``."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Row, and_, delete, event, insert, literal, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.model import Address, Question, Session, Ticket, TicketState
from bot.store.tables import links, questions, sessions, tickets

_BUSY_SECONDS = 10
_WAITING = (TicketState.OPEN, TicketState.CLAIMED)


class StoreError(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


class Store:
    """A database, opened by ``Store.open`` and closed by ``close``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Connect and bring the tables up to date. Raises StoreError where that fails."""
        try:
            engine = _engine(url)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise StoreError(f"DATABASE_URL が使えません（{type(error).__name__}）") from None
        except OSError as error:
            raise StoreError(f"データの置き場所を作れません（{error.strerror}）") from None
        except sqlite3.Error as error:
            raise StoreError(f"データベースを開けません（{error}）") from None
        store = cls(engine)
        try:
            await store.upgrade()
        except CommandError as error:
            await engine.dispose()
            raise StoreError(f"この版より新しいデータベースのようです（{error}）") from None
        except (SQLAlchemyError, OSError) as error:
            await engine.dispose()
            reason = getattr(error, "orig", None) or error
            raise StoreError(f"データベースを開けません（{reason}）") from None
        return store

    async def upgrade(self) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(_migrate)

    async def close(self) -> None:
        await self._engine.dispose()

    @contextlib.asynccontextmanager
    async def begin(self) -> AsyncIterator["Work"]:
        """One transaction: all that is done in it lasts, or nothing. Raises StoreError."""
        try:
            async with self._engine.begin() as connection:
                yield Work(connection)
        except DBAPIError as error:
            raise StoreError(f"データベースが使えません（{type(error.orig).__name__}）") from None


class Work:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def session(self, channel: str, chat: str) -> Session | None:
        row = await self._first(
            select(sessions).where(and_(sessions.c.channel == channel, sessions.c.chat == chat))
        )
        if row is None:
            return None
        return Session(row.council, row.office, row.language, row.pending)

    async def keep_session(self, channel: str, chat: str, session: Session, now: datetime) -> None:
        values = {
            "council": session.council,
            "office": session.office,
            "language": session.language,
            "pending": session.pending,
            # The day is enough to forget old sessions by; the second would lead to a question.
            "seen_at": now.replace(hour=0, minute=0, second=0, microsecond=0),
        }
        here = and_(sessions.c.channel == channel, sessions.c.chat == chat)
        done = await self._connection.execute(update(sessions).where(here).values(**values))
        if done.rowcount == 0:
            await self._connection.execute(
                insert(sessions).values(channel=channel, chat=chat, **values)
            )

    async def log(self, question: Question) -> None:
        """Keep a question; its text is already masked, or None where it must not be kept."""
        await self._connection.execute(
            insert(questions).values(
                id=question.id,
                asked_at=question.asked_at,
                channel=question.channel,
                council=question.council,
                language=question.language,
                outcome=question.outcome,
                care=question.care,
                text=question.text,
                candidates=[[id_, score] for id_, score in question.candidates],
            )
        )

    async def chose(self, question: str, entry: str) -> None:
        """The resident picked one of the suggestions."""
        await self._connection.execute(
            update(questions).where(questions.c.id == question).values(chosen=entry)
        )

    async def open_ticket(self, question: str, council: str, now: datetime) -> int:
        """A ticket for a logged question; the one it has where it has one."""
        there = select(tickets.c.id).where(tickets.c.question == question)
        values = {
            "question": question,
            "council": council,
            "state": TicketState.OPEN,
            "opened_at": now,
            "wants_reply": False,
        }
        # One statement: a button may be pressed twice at the same moment.
        row = [literal(value, tickets.c[name].type) for name, value in values.items()]
        await self._connection.execute(
            insert(tickets).from_select(list(values), select(*row).where(~there.exists()))
        )
        return int((await self._connection.execute(there)).scalar_one())

    async def ticket(self, ticket: int) -> Ticket | None:
        row = await self._first(_tickets().where(tickets.c.id == ticket))
        return _ticket(row) if row is not None else None

    async def ticket_of(self, question: str) -> Ticket | None:
        row = await self._first(_tickets().where(tickets.c.question == question))
        return _ticket(row) if row is not None else None

    async def ticket_posted_as(self, chat: int, message: int) -> Ticket | None:
        row = await self._first(
            _tickets().where(and_(tickets.c.post_chat == chat, tickets.c.post_message == message))
        )
        return _ticket(row) if row is not None else None

    async def question(self, question: str) -> Question | None:
        row = await self._first(select(questions).where(questions.c.id == question))
        return _question(row) if row is not None else None

    async def unanswered(self, council: str) -> list[Ticket]:
        """Tickets that are open or claimed, oldest first."""
        rows = await self._connection.execute(
            _tickets()
            .where(
                and_(
                    tickets.c.council == council,
                    tickets.c.state.in_(_WAITING),
                )
            )
            .order_by(tickets.c.opened_at, tickets.c.id)
        )
        return [_ticket(row) for row in rows]

    async def link(self, ticket: int, address: Address) -> bool:
        """Remember where the answer goes; False where the ticket has ended or is linked already."""
        done = await self._connection.execute(
            update(tickets)
            .where(
                and_(
                    tickets.c.id == ticket,
                    tickets.c.wants_reply.is_(False),
                    tickets.c.state.in_(_WAITING),
                )
            )
            .values(wants_reply=True)
        )
        if done.rowcount == 0:
            return False
        await self._put_link(ticket, address)
        return True

    async def unlink(self, ticket: int, address: Address) -> bool:
        """Take back what ``link`` remembered of this chat; False where there is nothing of it."""
        done = await self._connection.execute(
            delete(links).where(
                and_(
                    links.c.ticket == ticket,
                    links.c.channel == address.channel,
                    links.c.chat == address.chat,
                )
            )
        )
        if done.rowcount == 0:
            return False
        await self._connection.execute(
            update(tickets).where(tickets.c.id == ticket).values(wants_reply=False)
        )
        return True

    async def posted(self, ticket: int, chat: int, message: int) -> None:
        await self._connection.execute(
            update(tickets)
            .where(tickets.c.id == ticket)
            .values(post_chat=chat, post_message=message)
        )

    async def claim(self, ticket: int, staff: str, name: str) -> bool:
        """True where the ticket is now this member's: it was open, or theirs already."""
        done = await self._connection.execute(
            update(tickets)
            .where(_open_to(ticket, staff))
            .values(state=TicketState.CLAIMED, staff=staff, staff_name=name)
        )
        return done.rowcount == 1

    async def answer(self, ticket: int, staff: str, text: str, now: datetime) -> Address | None:
        """End a claimed ticket with an answer, and give where it goes; the link is then gone."""
        await self._connection.execute(
            update(tickets)
            .where(and_(tickets.c.id == ticket, tickets.c.staff == staff))
            .values(state=TicketState.ANSWERED, answer=text, ended_at=now)
        )
        return await self._take_link(ticket)

    async def reopen(self, ticket: int, address: Address) -> None:
        """An answer did not arrive: the ticket is its member's again, and linked as before."""
        await self._connection.execute(
            update(tickets)
            .where(tickets.c.id == ticket)
            .values(state=TicketState.CLAIMED, answer=None, ended_at=None)
        )
        await self._put_link(ticket, address)

    async def end(self, ticket: int, staff: str, name: str, now: datetime) -> bool:
        """Close without an answer; False where it had ended or is another member's."""
        done = await self._connection.execute(
            update(tickets)
            .where(_open_to(ticket, staff))
            .values(state=TicketState.CLOSED, staff=staff, staff_name=name, ended_at=now)
        )
        if done.rowcount == 1:
            await self._take_link(ticket)
        return done.rowcount == 1

    async def _put_link(self, ticket: int, address: Address) -> None:
        await self._connection.execute(
            insert(links).values(
                ticket=ticket,
                channel=address.channel,
                chat=address.chat,
                language=address.language,
            )
        )

    async def _take_link(self, ticket: int) -> Address | None:
        row = await self._first(select(links).where(links.c.ticket == ticket))
        await self._connection.execute(delete(links).where(links.c.ticket == ticket))
        return Address(row.channel, row.chat, row.language) if row is not None else None

    async def _first(self, query: Any) -> Row[Any] | None:
        return (await self._connection.execute(query)).first()


def _open_to(ticket: int, staff: str) -> Any:
    """The condition that a member may take a ticket: it is open, or theirs already."""
    theirs = and_(tickets.c.state == TicketState.CLAIMED, tickets.c.staff == staff)
    return and_(tickets.c.id == ticket, (tickets.c.state == TicketState.OPEN) | theirs)


def _tickets() -> Any:
    return select(tickets, questions.c.text, questions.c.candidates, questions.c.language).join(
        questions, tickets.c.question == questions.c.id
    )


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        id=row.id,
        question=row.question,
        council=row.council,
        state=TicketState(row.state),
        opened_at=_utc(row.opened_at),
        text=row.text or "",
        candidates=tuple((id_, score) for id_, score in row.candidates),
        wants_reply=row.wants_reply,
        staff=row.staff,
        staff_name=row.staff_name or "",
        answer=row.answer or "",
        post=(row.post_chat, row.post_message) if row.post_chat is not None else None,
    )


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        asked_at=_utc(row.asked_at),
        channel=row.channel,
        council=row.council,
        language=row.language,
        outcome=row.outcome,
        care=row.care,
        text=row.text,
        candidates=tuple((id_, score) for id_, score in row.candidates),
    )


def _utc(when: datetime) -> datetime:
    # SQLite forgets the zone it was given.
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # Tried here first: where aiosqlite cannot open a file, its thread outlives the event loop.
        sqlite3.connect(parsed.database).close()
    engine = create_async_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        # What is deleted is overwritten: it must not be readable from the file.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    return engine


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
