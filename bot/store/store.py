"""The verbs over the tables, inside one transaction each: ``async with store.begin() as work``."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Row, and_, delete, insert, literal, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.model import Address, Question, Session, Ticket, TicketState
from bot.store import memory
from bot.store.bursts import Bursts
from bot.store.desk import Desk
from bot.store.engine import READING, absent, compact, migrate, open_engine
from bot.store.figures import Figures
from bot.store.inbox import Inbox
from bot.store.leases import Leases
from bot.store.lessons import Lessons
from bot.store.outbox import Outbox
from bot.store.reports import Reports
from bot.store.resident import Own
from bot.store.retention import Keeping, Retention
from bot.store.roster import Roster
from bot.store.rows import all_tickets, open_to, to_question, to_ticket
from bot.store.tables import links, questions, sessions, tickets, utc
from bot.store.upsert import upsert

_PORTION = 1000
_BREATH = 0.02
_WAITING = (TicketState.OPEN, TicketState.CLAIMED)
_REST_SECONDS = 1.0
# PostgreSQL chose one of two transactions that stood in each other's way: it can be done again.
_ROLLED_BACK = "40"
# What the database says of a statement, and not of itself.
_MISTAKES = (DataError, IntegrityError, ProgrammingError)


class StoreError(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


class StoreTrouble(StoreError):  # noqa: N818
    """The database itself is full, locked or gone: the same may well succeed later."""


class Store:
    """A database, opened by ``Store.open`` and closed by ``close``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        # SQLite has one writer; who waits here is served in turn and needs no luck.
        alone = engine.dialect.name == "sqlite"
        self._turn: contextlib.AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if alone else contextlib.nullcontext()
        )
        self._rest_until = 0.0
        self._current: ContextVar[Work | None] = ContextVar("work", default=None)

    @classmethod
    async def open(cls, url: str) -> "Store":
        """Connect and bring the tables up to date. Raises StoreError where that fails."""
        try:
            engine = open_engine(url)
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
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise StoreError(f"データベースを開けません（{reason}）") from None
        return store

    async def upgrade(self) -> None:
        async with self._engine.begin() as connection:
            await connection.run_sync(migrate)

    async def close(self) -> None:
        await self._engine.dispose()

    def check(self) -> None:
        """Raises StoreTrouble where the database's file has been taken away."""
        if absent(self._engine.url):
            raise StoreTrouble("データベースのファイルがなくなりました")

    async def forget(self, keeping: Keeping, now: datetime) -> int:
        """Forget all that is due, so that nothing is left of it in the files, and say how many rows.

        Raises StoreError; what was forgotten until then stays so.
        """
        total, gone = 0, 1
        while gone:
            async with self.begin() as work:
                gone = await work.retention.forget(keeping, now, _PORTION)
            total += gone
            # Residents first.
            await asyncio.sleep(_BREATH)
        with _told():
            async with self._turn, self._engine.connect() as connection:
                # Also where nothing was due: the last time may have been cut off before this.
                await compact(connection)
        return total

    @contextlib.asynccontextmanager
    async def begin(self) -> AsyncIterator["Work"]:
        """One transaction: all that is done in it lasts, or nothing. Raises StoreError.

        Begun inside another transaction of the same task, it is a part of that one.
        """
        outer = self._current.get()
        if outer is not None:
            yield outer
            return
        async with self._turn:
            # Who waited for their turn need not find out anew what the one before has found.
            if time.monotonic() < self._rest_until:
                raise StoreTrouble("データベースが使えません（少し前から）")
            try:
                self.check()
                with _told():
                    async with self._engine.begin() as connection:
                        work = Work(connection)
                        self._current.set(work)
                        yield work
                        await work.write()
            except StoreTrouble:
                self._rest_until = time.monotonic() + _REST_SECONDS
                raise
            finally:
                self._current.set(None)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator["Work"]:
        """A look at what is there, changing nothing; works where nothing can be written."""
        with _told():
            async with self._engine.connect() as connection:
                yield Work(await connection.execution_options(**{READING: True}))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _MISTAKES as error:
        raise StoreError(f"データベースが使えません（{type(error.orig).__name__}）") from None
    except sqlite3.Error as error:
        raise StoreTrouble(f"データベースが使えません（{type(error).__name__}）") from None
    except (DBAPIError, NoConnectionError) as error:
        cause = getattr(error, "orig", None) or error
        kind = type(cause).__name__
        if str(getattr(cause, "sqlstate", "")).startswith(_ROLLED_BACK):
            raise StoreError(f"データベースが使えません（{kind}）") from None
        raise StoreTrouble(f"データベースが使えません（{kind}）") from None


class Work:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._sessions: dict[tuple[str, str], Session | None] = {}
        self._kept: dict[tuple[str, str], dict[str, Any]] = {}
        self._seen: dict[tuple[str, str], datetime] = {}
        self._logged: list[dict[str, Any]] = []
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.leases = Leases(connection)
        self.bursts = Bursts(connection)
        self.retention = Retention(connection)
        self.own = Own(connection, self.write)
        self.staff = Roster(connection)
        self.desk = Desk(connection)
        self.lessons = Lessons(connection)
        self.figures = Figures(connection)
        self.reports = Reports(connection)

    async def recall(self, channel: str, chats: Sequence[str]) -> None:
        """Look up what is known of many chats at once, before each is asked for."""
        await self.bursts.recall(channel, chats)
        rows = await self._connection.execute(
            select(sessions).where(and_(sessions.c.channel == channel, sessions.c.chat.in_(chats)))
        )
        self._sessions.update({(channel, chat): None for chat in chats})
        for row in rows:
            known = Session(row.council, row.office, row.language, row.pending)
            self._sessions[channel, row.chat] = memory.read(known, row.memory)
            self._seen[channel, row.chat] = utc(row.seen_at)

    async def session(
        self, channel: str, chat: str, since: datetime | None = None
    ) -> Session | None:
        """What is kept of a chat; what it spoke of only where that was not before ``since``."""
        if (channel, chat) not in self._sessions:
            await self.recall(channel, [chat])
        known = self._sessions[channel, chat]
        seen = self._seen.get((channel, chat))
        if known is None or since is None or seen is None or seen >= since:
            return known
        return replace(known, topic=None, danger=(), lines=(), to_staff=False, told="")

    async def forget(self, channel: str, chat: str, now: datetime) -> list[int]:
        """Delete all that is held about a chat; gives the tickets that waited for it."""
        gone = await self.own.forget(channel, chat, now)
        self._sessions[channel, chat] = None
        self._kept.pop((channel, chat), None)
        return gone

    async def keep_session(self, channel: str, chat: str, session: Session, now: datetime) -> None:
        """Kept at the latest when the transaction ends."""
        self._sessions[channel, chat] = session
        self._seen[channel, chat] = now
        self._kept[channel, chat] = {
            "channel": channel,
            "chat": chat,
            "council": session.council,
            "office": session.office,
            "language": session.language,
            "pending": session.pending,
            "memory": memory.written(session),
            # The day is enough to forget old sessions by; the second would lead to a question.
            "seen_at": now.replace(hour=0, minute=0, second=0, microsecond=0),
            # Who writes to us lets us write back.
            "blocked": False,
        }

    async def write(self) -> None:
        """Hand over what was held back to be written in one go."""
        await self.bursts.write()
        if self._kept:
            kept, self._kept = list(self._kept.values()), {}
            put = upsert(self._connection.dialect.name, sessions)
            # In one order always, so that two replicas cannot wait for each other.
            await self._connection.execute(put, sorted(kept, key=lambda row: row["chat"]))
        if self._logged:
            logged, self._logged = self._logged, []
            await self._connection.execute(insert(questions), logged)

    async def block(self, channel: str, chat: str, *, blocked: bool) -> None:
        """Remember that a chat takes nothing from us any more, or does again."""
        here = and_(sessions.c.channel == channel, sessions.c.chat == chat)
        await self._do(update(sessions).where(here).values(blocked=blocked))

    async def blocked(self, channel: str, chat: str) -> bool:
        here = and_(sessions.c.channel == channel, sessions.c.chat == chat)
        row = await self._first(select(sessions.c.blocked).where(here))
        return row is not None and row.blocked

    async def log(self, question: Question) -> None:
        """Keep a question; its text is already masked, or None where it must not be kept."""
        self._logged.append(
            {
                "id": question.id,
                "asked_at": question.asked_at,
                "channel": question.channel,
                "council": question.council,
                "language": question.language,
                "outcome": question.outcome,
                "care": question.care,
                "text": question.text,
                "candidates": [[id_, score] for id_, score in question.candidates],
                "need": question.need,
                "shown": list(question.shown),
            }
        )

    async def chose(self, question: str, entry: str) -> None:
        """The resident picked one of the suggestions."""
        await self._do(update(questions).where(questions.c.id == question).values(chosen=entry))

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
        await self._do(
            insert(tickets).from_select(list(values), select(*row).where(~there.exists()))
        )
        return int((await self._do(there)).scalar_one())

    async def ticket(self, ticket: int) -> Ticket | None:
        row = await self._first(all_tickets().where(tickets.c.id == ticket))
        return to_ticket(row) if row is not None else None

    async def ticket_of(self, question: str) -> Ticket | None:
        row = await self._first(all_tickets().where(tickets.c.question == question))
        return to_ticket(row) if row is not None else None

    async def ticket_posted_as(self, chat: int, message: int) -> Ticket | None:
        row = await self._first(
            all_tickets().where(
                and_(tickets.c.post_chat == chat, tickets.c.post_message == message)
            )
        )
        return to_ticket(row) if row is not None else None

    async def question(self, question: str) -> Question | None:
        row = await self._first(select(questions).where(questions.c.id == question))
        return to_question(row) if row is not None else None

    async def unanswered(self, council: str) -> list[Ticket]:
        """Tickets that are open or claimed, oldest first."""
        rows = await self._do(
            all_tickets()
            .where(
                and_(
                    tickets.c.council == council,
                    tickets.c.state.in_(_WAITING),
                )
            )
            .order_by(tickets.c.opened_at, tickets.c.id)
        )
        return [to_ticket(row) for row in rows]

    async def link(self, ticket: int, address: Address) -> bool:
        """Remember where the answer goes; False where the ticket has ended or is linked already."""
        done = await self._do(
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
        done = await self._do(
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
        await self._do(update(tickets).where(tickets.c.id == ticket).values(wants_reply=False))
        return True

    async def who_waits(self, ticket: int) -> Address | None:
        """Where the answer to a ticket goes, as long as that is known."""
        row = await self._first(select(links).where(links.c.ticket == ticket))
        return Address(row.channel, row.chat, row.language) if row is not None else None

    async def posted(self, ticket: int, chat: int, message: int) -> None:
        await self._do(
            update(tickets)
            .where(tickets.c.id == ticket)
            .values(post_chat=chat, post_message=message)
        )

    async def claim(self, ticket: int, staff: str, name: str) -> bool:
        """True where the ticket is now this member's: it was open, or theirs already."""
        done = await self._do(
            update(tickets)
            .where(open_to(ticket, staff))
            .values(state=TicketState.CLAIMED, staff=staff, staff_name=name)
        )
        return bool(done.rowcount == 1)

    async def answer(self, ticket: int, staff: str, text: str, now: datetime) -> Address | None:
        """End a claimed ticket with an answer, and give where it goes; the link is then gone."""
        await self._do(
            update(tickets)
            .where(and_(tickets.c.id == ticket, tickets.c.staff == staff))
            .values(state=TicketState.ANSWERED, answer=text, ended_at=now)
        )
        return await self._take_link(ticket)

    async def end(
        self, ticket: int, staff: str, name: str, now: datetime, reason: str | None = None
    ) -> bool:
        """Close without an answer; False where it had ended or is another member's."""
        done = await self._do(
            update(tickets)
            .where(open_to(ticket, staff))
            .values(
                state=TicketState.CLOSED,
                staff=staff,
                staff_name=name,
                ended_at=now,
                reason=reason,
            )
        )
        if done.rowcount == 1:
            await self._take_link(ticket)
        return bool(done.rowcount == 1)

    async def hand_over(self, ticket: int, staff: str, to: str, name: str) -> bool:
        """Give a ticket that is open, or one's own, to another member; False where it is neither."""
        done = await self._do(
            update(tickets)
            .where(open_to(ticket, staff))
            .values(state=TicketState.CLAIMED, staff=to, staff_name=name)
        )
        return bool(done.rowcount == 1)

    async def take_over(self, ticket: int, staff: str, name: str) -> bool:
        """Take a ticket, also from a colleague; False where it had ended."""
        done = await self._do(
            update(tickets)
            .where(and_(tickets.c.id == ticket, tickets.c.state.in_(_WAITING)))
            .values(state=TicketState.CLAIMED, staff=staff, staff_name=name)
        )
        return bool(done.rowcount == 1)

    async def reopen(self, ticket: int) -> bool:
        """Take up an ended ticket again; whoever asked can no longer be reached."""
        return await self._reopen(ticket, tickets.c.state.not_in(_WAITING), wants_reply=False)

    async def take_back(self, ticket: int, channel: str, chat: str) -> bool:
        """Take up a ticket again whose answer may not have reached a chat, which waits on.

        False where the ticket has been taken up by then.
        """
        # Who had themselves forgotten meanwhile is not remembered again.
        known = await self.session(channel, chat) is not None
        answered = tickets.c.state == TicketState.ANSWERED
        reopened = await self._reopen(ticket, answered, wants_reply=known)
        if reopened and known:
            language = select(questions.c.language).join(
                tickets, tickets.c.question == questions.c.id
            )
            row = (await self._do(language.where(tickets.c.id == ticket))).one()
            await self._put_link(ticket, Address(channel, chat, row.language))
        return reopened

    async def _reopen(self, ticket: int, ended: Any, *, wants_reply: bool) -> bool:
        done = await self._do(
            update(tickets)
            .where(and_(tickets.c.id == ticket, ended))
            .values(
                state=TicketState.OPEN,
                staff=None,
                staff_name=None,
                ended_at=None,
                reason=None,
                wants_reply=wants_reply,
            )
        )
        return bool(done.rowcount == 1)

    async def _put_link(self, ticket: int, address: Address) -> None:
        await self._do(
            insert(links).values(
                ticket=ticket,
                channel=address.channel,
                chat=address.chat,
                language=address.language,
            )
        )

    async def _take_link(self, ticket: int) -> Address | None:
        address = await self.who_waits(ticket)
        await self._do(delete(links).where(links.c.ticket == ticket))
        return address

    async def _do(self, statement: Any) -> Any:
        # What was held back may be what is asked for.
        await self.write()
        return await self._connection.execute(statement)

    async def _first(self, query: Any) -> Row[Any] | None:
        row: Row[Any] | None = (await self._do(query)).first()
        return row
