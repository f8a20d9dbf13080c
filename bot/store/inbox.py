"""The inbox: every update, from before its channel is told that we have it until it is done.

Updates of one chat are worked on in the order of their numbers, chats at once: only the oldest
waiting update of a chat can be taken. Who takes one holds it for the rest of the transaction, so
that a replica that dies lets go of what it held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import inbox, utc
from bot.store.upsert import insertion


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it came: its number, the chat whose order it keeps, and its JSON as text."""

    id: int
    chat: str
    raw: str
    failures: int = 0


class Inbox:
    """The verbs of one transaction over the updates of one channel."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def receive(self, channel: str, arrived: Sequence[Arrived], now: datetime) -> None:
        """Keep updates; one that was here before is dropped."""
        if not arrived:
            return
        rows = [
            {
                "channel": channel,
                "update_id": one.id,
                "state": "waiting",
                "chat": one.chat,
                "raw": one.raw,
                "failures": 0,
                "received_at": now,
                "due_at": now,
            }
            for one in arrived
        ]
        new = insertion(self._connection.dialect.name, inbox)
        await self._connection.execute(new.on_conflict_do_nothing(), rows)

    async def waiting(
        self, channel: str, now: datetime, limit: int, *, take: bool = True
    ) -> list[Arrived]:
        """The oldest update of each chat that is due, oldest first; ``take`` holds them."""
        earlier = inbox.alias()
        first = ~(
            select(earlier.c.update_id)
            .where(
                and_(
                    _is(earlier.c.state, "waiting"),
                    earlier.c.channel == channel,
                    earlier.c.chat == inbox.c.chat,
                    earlier.c.update_id < inbox.c.update_id,
                )
            )
            .exists()
        )
        # Not by the key: SQLite would walk through all that is done to find what waits.
        mine = and_(_is(inbox.c.state, "waiting"), inbox.c.channel.concat("") == channel)
        query = (
            select(inbox.c.update_id, inbox.c.chat, inbox.c.raw, inbox.c.failures)
            .where(and_(mine, inbox.c.due_at <= now, first))
            .order_by(inbox.c.update_id)
            .limit(limit)
        )
        if take:
            query = query.with_for_update(skip_locked=True, of=inbox)
        rows = await self._connection.execute(query)
        return [Arrived(row.update_id, row.chat, row.raw, row.failures) for row in rows]

    async def done(self, channel: str, ids: Sequence[int], now: datetime) -> None:
        """Forget all of these updates but that they were here, and on which day."""
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        await self._connection.execute(
            update(inbox)
            .where(_these(channel, ids))
            .values(state="done", chat=None, raw=None, received_at=day, due_at=day)
        )

    async def failed(self, channel: str, id_: int, due: datetime) -> None:
        """Try an update again later."""
        await self._connection.execute(
            update(inbox)
            .where(_these(channel, [id_]))
            .values(failures=inbox.c.failures + 1, due_at=due)
        )

    async def set_aside(self, channel: str, id_: int) -> None:
        """Keep an update for a person to look at; the rest of its chat goes on."""
        await self._connection.execute(
            update(inbox)
            .where(_these(channel, [id_]))
            .values(state="aside", failures=inbox.c.failures + 1)
        )

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many updates wait, and since when the first of them."""
        count, oldest = (
            await self._connection.execute(
                select(func.count(), func.min(inbox.c.received_at)).where(
                    _is(inbox.c.state, "waiting")
                )
            )
        ).one()
        return count, utc(oldest) if oldest else None


def _is(state: Any, value: str) -> Any:
    # Written out: a partial index serves only a condition that the planner can see.
    return state == literal_column(f"'{value}'")


def _these(channel: str, ids: Sequence[int]) -> Any:
    return and_(inbox.c.channel == channel, inbox.c.update_id.in_(ids))
