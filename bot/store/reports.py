"""What residents say is wrong with an office's number, until staff have verified it: no words, no chat."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import reports


class Reports:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, question: str, fact: str, council: str, now: datetime) -> bool:
        """Keep what came of a question, once; whether it is the first about the fact."""
        about = select(reports.c.question).where(reports.c.fact == fact)
        known = {row.question for row in await self._connection.execute(about)}
        if question not in known:
            await self._connection.execute(
                insert(reports).values(
                    question=question, fact=fact, council=council, reported_at=now
                )
            )
        return not known

    async def waiting(self, councils: Collection[str]) -> dict[str, int]:
        """How many residents reported each fact of some councils that is not verified since."""
        rows = await self._connection.execute(
            select(reports.c.fact, func.count().label("many"))
            .where(reports.c.council.in_(councils))
            .group_by(reports.c.fact)
        )
        return {row.fact: row.many for row in rows}

    async def close(self, fact: str, council: str) -> None:
        """It has been verified."""
        await self._connection.execute(
            delete(reports).where(and_(reports.c.fact == fact, reports.c.council == council))
        )
