"""Leases: what only one replica may do at a time, until it lets go or its time has run out."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import leases
from bot.store.upsert import insertion

_AT_WORK = timedelta(seconds=15)


class Leases:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold(
        self, name: str, holder: str, now: datetime, seconds: float
    ) -> Literal["taken", "kept"] | None:
        """Take or prolong a lease; None where another holds it.

        "kept" where it had not been let go: by this holder, or by one whose time has run out.
        """
        until = now + timedelta(seconds=seconds)
        free = or_(leases.c.holder == holder, leases.c.until <= now)
        done = await self._connection.execute(
            update(leases)
            .where(and_(leases.c.name == name, free))
            .values(holder=holder, until=until)
        )
        if done.rowcount == 1:
            return "kept"
        new = insertion(self._connection.dialect.name, leases)
        new = new.values(name=name, holder=holder, until=until)
        taken = await self._connection.execute(
            new.on_conflict_do_nothing().returning(leases.c.name)
        )
        return "taken" if taken.first() is not None else None

    async def release(self, name: str, holder: str) -> None:
        await self._connection.execute(
            delete(leases).where(and_(leases.c.name == name, leases.c.holder == holder))
        )

    async def at_work(self, now: datetime) -> bool:
        """Whether any replica is at work: it holds something for seconds, not until a day's end."""
        soon = and_(leases.c.until > now, leases.c.until < now + _AT_WORK)
        query = select(leases.c.name).where(soon).limit(1)
        return (await self._connection.execute(query)).first() is not None
