"""How much each chat has written within a minute, and all of them together.

To know the minute in which a chat wrote is nearly to know who asked what, so ``Retention`` forgets
it again as soon as the minute is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, cast, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import bursts, sessions, utc

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rush:
    """What came in within a minute: messages, from so many chats, so many of them new to us."""

    messages: int
    chats: int
    newcomers: int


class Bursts:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, channel: str, chat: str, at: datetime) -> int:
        """Count a message of a chat, sent ``at``; gives how many there were in that minute."""
        here = and_(bursts.c.channel == channel, bursts.c.chat == chat)
        row = (
            await self._connection.execute(
                select(bursts.c.since, bursts.c.count.label("messages")).where(here)
            )
        ).first()
        if row is None:
            await self._connection.execute(
                insert(bursts).values(
                    channel=channel,
                    chat=chat,
                    since=at,
                    count=1,
                    newcomer=await self._never_seen(channel, chat),
                )
            )
            return 1
        same = abs(at - utc(row.since)) < _MINUTE
        count = row.messages + 1 if same else 1
        since = row.since if same else at
        await self._connection.execute(update(bursts).where(here).values(since=since, count=count))
        return int(count)

    async def rush(self, now: datetime) -> Rush:
        """What came in within the last minute."""
        lately = bursts.c.since > now - _MINUTE
        newcomers = func.sum(cast(bursts.c.newcomer, Integer))
        row = (
            await self._connection.execute(
                select(func.sum(bursts.c.count), func.count(), newcomers).where(lately)
            )
        ).one()
        return Rush(row[0] or 0, row[1], row[2] or 0)

    async def _never_seen(self, channel: str, chat: str) -> bool:
        here = and_(sessions.c.channel == channel, sessions.c.chat == chat)
        found = await self._connection.execute(select(sessions.c.chat).where(here))
        return found.first() is None
