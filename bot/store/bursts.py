"""How much each chat has written within a minute, and all of them together.

To know the minute in which a chat wrote is nearly to know who asked what, so ``Retention`` forgets
it again as soon as the minute is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import bursts, utc
from bot.store.upsert import upsert

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rush:
    """What came in within a minute: messages, from so many chats, so many of them new to us."""

    messages: int
    chats: int
    newcomers: int


class Bursts:
    """The verbs of one transaction. What is counted is written when the transaction ends."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._changed: dict[tuple[str, str], dict[str, Any]] = {}

    async def recall(self, channel: str, chats: Sequence[str]) -> None:
        """Look up many chats at once, before each is counted."""
        rows = await self._connection.execute(
            select(bursts).where(and_(bursts.c.channel == channel, bursts.c.chat.in_(chats)))
        )
        self._known.update({(channel, chat): None for chat in chats})
        self._known.update({(channel, row.chat): dict(row._mapping) for row in rows})

    async def count(self, channel: str, chat: str, at: datetime, *, new: bool) -> int:
        """Count a message of a chat, sent ``at``; gives how many there were in that minute.

        ``new`` where nobody has heard of the chat before.
        """
        key = channel, chat
        if key not in self._known:
            await self.recall(channel, [chat])
        burst = self._known[key]
        if burst is None or abs(at - utc(burst["since"])) >= _MINUTE:
            burst = {"channel": channel, "chat": chat, "since": at, "count": 0, "newcomer": new}
        self._known[key] = self._changed[key] = burst | {"count": burst["count"] + 1}
        return int(self._changed[key]["count"])

    async def write(self) -> None:
        """Hand over what was counted."""
        if not self._changed:
            return
        # In one order always, so that two replicas cannot wait for each other.
        changed, self._changed = [self._changed[key] for key in sorted(self._changed)], {}
        await self._connection.execute(upsert(self._connection.dialect.name, bursts), changed)

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
