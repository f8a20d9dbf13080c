"""Figures of what was asked, for pictures and tables: counts only, never words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import questions, tickets, utc


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions of one day, outcome, council and need there were."""

    day: str
    outcome: str
    council: str
    need: str
    count: int


class Figures:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def asked(self, councils: tuple[str, ...] | None, since: datetime) -> list[Asked]:
        """Counts by day of Japan, outcome, council and need."""
        day = _day(self._connection.dialect.name)
        group = (day, questions.c.outcome, questions.c.council, questions.c.need)
        query = (
            select(*group, func.count())
            .where(and_(questions.c.asked_at >= since, _mine(questions, councils)))
            .group_by(*group)
            .order_by(*group)
        )
        return [
            Asked(str(when), outcome, council or "", need or "", count)
            for when, outcome, council, need, count in await self._connection.execute(query)
        ]

    async def waits(
        self, councils: tuple[str, ...] | None, since: datetime
    ) -> list[tuple[datetime, datetime]]:
        """From when to when each ticket waited that was answered since."""
        query = select(tickets.c.opened_at, tickets.c.ended_at).where(
            and_(
                tickets.c.state == "answered",
                tickets.c.ended_at >= since,
                _mine(tickets, councils),
            )
        )
        return [(utc(a), utc(b)) for a, b in await self._connection.execute(query)]


def _day(dialect: str) -> Any:
    if dialect == "sqlite":
        return literal_column("date(questions.asked_at, '+9 hours')")
    return literal_column("to_char(timezone('Asia/Tokyo', questions.asked_at), 'YYYY-MM-DD')")


def _mine(table: Any, councils: tuple[str, ...] | None) -> Any:
    return table.c.council.in_(councils) if councils is not None else table.c.id.is_not(None)
