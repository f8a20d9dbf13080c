"""Who works at the desk, how they sign in, and the audit lines of what they did.

Of a link and of a session only a digest is kept: who reads the database can use neither.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.desk_tables import attempts, audit, staff, staff_links, staff_sessions
from bot.store.tables import utc

LINK = timedelta(minutes=5)
SESSION = timedelta(hours=10)
IDLE = timedelta(hours=1)
MOST_LINKS = 5
_WINDOW = timedelta(minutes=10)


class Role(StrEnum):
    """What somebody may do; each may do what those before may."""

    STAFF = "staff"
    EDITOR = "editor"
    OPERATOR = "operator"

    def may(self, needed: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. An operator's councils are all there are, whatever is listed."""

    id: int
    name: str
    role: Role
    councils: tuple[str, ...]
    telegram: int | None = None

    @property
    def member(self) -> str:
        """The name under which tickets are theirs: the same in Telegram and at the desk."""
        return str(self.telegram) if self.telegram is not None else f"desk:{self.id}"

    def reaches(self, council: str | None) -> bool:
        return self.role is Role.OPERATOR or council in self.councils


@dataclass(frozen=True, slots=True)
class Line:
    """One audit line."""

    at: datetime
    name: str
    verb: str
    subject: str
    council: str | None


class Roster:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, name: str, role: Role, councils: tuple[str, ...], telegram: int | None, now: datetime
    ) -> int:
        """A new member's number. Raises what the database raises where ``telegram`` is taken."""
        done = await self._connection.execute(
            insert(staff).values(
                name=name, role=role, councils=list(councils), telegram=telegram, added_at=now
            )
        )
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0])

    async def everybody(self) -> list[Person]:
        rows = await self._connection.execute(_present().order_by(staff.c.id))
        return [_person(row) for row in rows]

    async def person(self, id_: int) -> Person | None:
        return await self._one(_present().where(staff.c.id == id_))

    async def on_telegram(self, telegram: int) -> Person | None:
        return await self._one(_present().where(staff.c.telegram == telegram))

    async def remove(self, id_: int, now: datetime) -> bool:
        """Take a member off; their sessions and links end at once."""
        done = await self._connection.execute(
            update(staff)
            .where(and_(staff.c.id == id_, staff.c.removed_at.is_(None)))
            .values(removed_at=now, telegram=None)
        )
        for table in (staff_links, staff_sessions):
            await self._connection.execute(delete(table).where(table.c.staff == id_))
        return done.rowcount == 1

    async def link(self, person: int, now: datetime) -> str:
        """A secret that signs in once within ``LINK``; it takes the place of any before."""
        secret = secrets.token_urlsafe(32)
        await self._connection.execute(delete(staff_links).where(staff_links.c.staff == person))
        await self._connection.execute(
            insert(staff_links).values(digest=_digest(secret), staff=person, until=now + LINK)
        )
        return secret

    async def enter(self, secret: str, now: datetime) -> tuple[Person, str] | None:
        """Spend a link: who it is for, and the secret of their new session."""
        here = and_(staff_links.c.digest == _digest(secret), staff_links.c.until > now)
        taken = await self._connection.execute(
            delete(staff_links).where(here).returning(staff_links.c.staff)
        )
        row = taken.first()
        person = await self.person(row.staff) if row is not None else None
        if person is None:
            return None
        await self._connection.execute(delete(staff_sessions).where(staff_sessions.c.until <= now))
        session = secrets.token_urlsafe(32)
        await self._connection.execute(
            insert(staff_sessions).values(
                digest=_digest(session), staff=person.id, seen_at=now, until=now + SESSION
            )
        )
        return person, session

    async def who(self, session: str, now: datetime) -> tuple[Person, datetime] | None:
        """Whose session it is, and when they were last seen; None where it has ended."""
        row = await self._first(
            select(staff_sessions).where(
                and_(
                    staff_sessions.c.digest == _digest(session),
                    staff_sessions.c.until > now,
                    staff_sessions.c.seen_at > now - IDLE,
                )
            )
        )
        person = await self.person(row.staff) if row is not None else None
        return (person, utc(row.seen_at)) if row is not None and person is not None else None

    async def seen(self, session: str, now: datetime) -> None:
        here = staff_sessions.c.digest == _digest(session)
        await self._connection.execute(update(staff_sessions).where(here).values(seen_at=now))

    async def leave(self, session: str) -> None:
        here = staff_sessions.c.digest == _digest(session)
        await self._connection.execute(delete(staff_sessions).where(here))

    async def attempt(self, who: str, most: int, now: datetime) -> bool:
        """Count an attempt; False where there were too many within ten minutes."""
        await self._connection.execute(delete(attempts).where(attempts.c.since <= now - _WINDOW))
        done = await self._connection.execute(
            update(attempts).where(attempts.c.who == who).values(count=attempts.c.count + 1)
        )
        if done.rowcount == 0:
            await self._connection.execute(insert(attempts).values(who=who, since=now, count=1))
            return True
        row = await self._first(select(attempts.c.count).where(attempts.c.who == who))
        return row is not None and row[0] <= most

    async def note(
        self, person: Person, verb: str, subject: str, council: str | None, now: datetime
    ) -> None:
        """An audit line: who did what to what; never a resident's words."""
        await self._connection.execute(
            insert(audit).values(
                at=now,
                staff=person.id,
                name=person.name,
                verb=verb,
                subject=subject,
                council=council,
            )
        )

    async def lines(self, limit: int) -> list[Line]:
        """The newest audit lines."""
        rows = await self._connection.execute(
            select(audit).order_by(audit.c.id.desc()).limit(limit)
        )
        return [Line(utc(row.at), row.name, row.verb, row.subject, row.council) for row in rows]

    async def _one(self, query: Any) -> Person | None:
        row = await self._first(query)
        return _person(row) if row is not None else None

    async def _first(self, query: Any) -> Row[Any] | None:
        return (await self._connection.execute(query)).first()


def _present() -> Any:
    return select(staff).where(staff.c.removed_at.is_(None))


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, Role(row.role), tuple(row.councils), row.telegram)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
