"""The outbox: what is still to be sent. A message stands here from the transaction that decided on
it until it has been sent or given up; then nothing is left of it.

One replica sends at a time (it holds the lease), and marks a message before it sends it. A mark that
is found by the next sender means that nobody knows whether the message arrived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import outbox, utc

# Of a message that may have arrived, one repeat and no more.
MOST_DOUBTS = 2


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to be sent: the channel's method with its parameters, to a chat.

    ``ticket`` where it shows a ticket to the staff: it then takes the place of what showed the
    ticket before. ``receipt`` maps an end ("sent", "lost") to the parcel that tells of it.
    ``answers`` is the ticket that it answers.
    """

    channel: str
    chat: str
    method: str
    payload: Mapping[str, Any]
    ticket: int | None = None
    receipt: "Mapping[str, Parcel] | None" = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """A parcel in the outbox: how often it failed, and how often it may have arrived."""

    id: int
    parcel: Parcel
    failures: int
    doubts: int
    written_at: datetime


class Outbox:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, parcels: Sequence[Parcel], now: datetime) -> None:
        """Queue parcels; a ticket that waits to be shown already is shown as it is now."""
        new = [
            _row(parcel, now)
            for parcel in parcels
            if parcel.ticket is None or not await self._renew(parcel)
        ]
        if new:
            await self._connection.execute(insert(outbox), new)

    async def due(self, channel: str, now: datetime, limit: int) -> list[Queued]:
        """The first parcel of each chat, where it may be sent now, oldest first."""
        firsts = (
            select(func.min(outbox.c.id)).where(outbox.c.channel == channel).group_by(outbox.c.chat)
        )
        rows = await self._connection.execute(
            select(outbox)
            .where(
                and_(
                    outbox.c.id.in_(firsts),
                    outbox.c.state == "waiting",
                    outbox.c.due_at <= now,
                )
            )
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [_queued(row) for row in rows]

    async def sending(self, ids: Sequence[int]) -> None:
        """Mark parcels that are sent from now on."""
        await self._connection.execute(
            update(outbox).where(outbox.c.id.in_(ids)).values(state="sending")
        )

    async def gone(self, ids: Sequence[int]) -> None:
        """Forget parcels: they have been sent, or given up."""
        if not ids:
            return
        await self._connection.execute(delete(outbox).where(outbox.c.id.in_(ids)))

    async def later(self, id_: int, due: datetime, *, failed: bool, doubtful: bool) -> None:
        """Send a parcel again at a time; ``doubtful`` where it may have arrived already."""
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == id_)
            .values(
                state="waiting",
                due_at=due,
                failures=outbox.c.failures + failed,
                doubts=outbox.c.doubts + doubtful,
            )
        )

    async def take_over(self, channel: str) -> list[Queued]:
        """Free what another sender had marked; gives what may have arrived too often to repeat."""
        marked = and_(outbox.c.channel == channel, outbox.c.state == "sending")
        await self._connection.execute(
            update(outbox).where(marked).values(state="waiting", doubts=outbox.c.doubts + 1)
        )
        lost = and_(outbox.c.channel == channel, outbox.c.doubts >= MOST_DOUBTS)
        return [_queued(row) for row in await self._connection.execute(select(outbox).where(lost))]

    async def to(self, channel: str, chat: str) -> list[Queued]:
        """Everything queued for a chat."""
        here = and_(outbox.c.channel == channel, outbox.c.chat == chat)
        query = select(outbox).where(here).order_by(outbox.c.id)
        return [_queued(row) for row in await self._connection.execute(query)]

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many parcels wait, and since when the first of them."""
        count, oldest = (
            await self._connection.execute(select(func.count(), func.min(outbox.c.written_at)))
        ).one()
        return count, utc(oldest) if oldest else None

    async def _renew(self, parcel: Parcel) -> bool:
        done = await self._connection.execute(
            update(outbox)
            .where(and_(outbox.c.ticket == parcel.ticket, outbox.c.state == "waiting"))
            .values(payload=dict(parcel.payload))
        )
        return done.rowcount > 0


def _row(parcel: Parcel, now: datetime) -> dict[str, Any]:
    receipt = parcel.receipt
    return {
        "channel": parcel.channel,
        "chat": parcel.chat,
        "method": parcel.method,
        "payload": dict(parcel.payload),
        "ticket": parcel.ticket,
        "receipt": {end: _plain(told) for end, told in receipt.items()} if receipt else None,
        "answers": parcel.answers,
        "state": "waiting",
        "failures": 0,
        "doubts": 0,
        "written_at": now,
        "due_at": now,
    }


def _plain(parcel: Parcel) -> dict[str, Any]:
    return {
        "channel": parcel.channel,
        "chat": parcel.chat,
        "method": parcel.method,
        "payload": dict(parcel.payload),
    }


def _queued(row: Row[Any]) -> Queued:
    receipt = row.receipt
    parcel = Parcel(
        row.channel,
        row.chat,
        row.method,
        row.payload,
        row.ticket,
        {end: Parcel(**told) for end, told in receipt.items()} if receipt else None,
        row.answers,
    )
    return Queued(row.id, parcel, row.failures, row.doubts, utc(row.written_at))
