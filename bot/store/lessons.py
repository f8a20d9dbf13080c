"""Lessons: what staff teach from tickets, from the proposal to the knowledge files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.desk_tables import lessons
from bot.store.tables import utc


class LessonState(StrEnum):
    TRYING = "trying"
    PROPOSED = "proposed"
    FAILED = "failed"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A wording and the need or entry it shall lead to; ``entry`` holds the fields of a new one.

    ``report`` is what trying it out has shown. ``live`` once the bot answers by it.
    """

    id: int
    ticket: int | None
    council: str
    state: LessonState
    wording: str
    target: str
    entry: Mapping[str, Any] | None
    by: int
    by_name: str
    at: datetime
    progress: str = ""
    report: Mapping[str, Any] | None = None
    reviewed_name: str = ""
    remark: str = ""
    live: bool = False


class Lessons:
    """The verbs of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def propose(
        self,
        ticket: int | None,
        council: str,
        wording: str,
        target: str,
        entry: Mapping[str, Any] | None,
        by: tuple[int, str],
        now: datetime,
    ) -> int:
        done = await self._connection.execute(
            insert(lessons).values(
                ticket=ticket,
                council=council,
                state=LessonState.TRYING,
                wording=wording,
                target=target,
                entry=dict(entry) if entry is not None else None,
                by=by[0],
                by_name=by[1],
                at=now,
                progress="",
                live=False,
            )
        )
        assert done.inserted_primary_key is not None
        return int(done.inserted_primary_key[0])

    async def lesson(self, id_: int) -> Lesson | None:
        row = (await self._connection.execute(select(lessons).where(lessons.c.id == id_))).first()
        return _lesson(row) if row is not None else None

    async def of(self, councils: tuple[str, ...] | None, limit: int = 100) -> list[Lesson]:
        """Lessons, the newest first."""
        query = select(lessons).order_by(lessons.c.id.desc()).limit(limit)
        if councils is not None:
            query = query.where(lessons.c.council.in_(councils))
        return [_lesson(row) for row in await self._connection.execute(query)]

    async def in_state(self, state: LessonState) -> list[Lesson]:
        query = select(lessons).where(lessons.c.state == state).order_by(lessons.c.id)
        return [_lesson(row) for row in await self._connection.execute(query)]

    async def to_come(self) -> list[Lesson]:
        """Lessons that stand in the files, while the bot does not answer by them yet."""
        here = and_(lessons.c.state == LessonState.TAKEN, lessons.c.live.is_(False))
        return [_lesson(row) for row in await self._connection.execute(select(lessons).where(here))]

    async def progress(self, id_: int, words: str) -> None:
        await self._set(id_, progress=words)

    async def tried(self, id_: int, report: Mapping[str, Any]) -> None:
        await self._set(id_, state=LessonState.PROPOSED, report=dict(report), progress="")

    async def failed(self, id_: int, why: str) -> None:
        await self._set(id_, state=LessonState.FAILED, remark=why, progress="")

    async def review(
        self, id_: int, state: LessonState, by: tuple[int, str], remark: str, now: datetime
    ) -> bool:
        """Take or refuse a proposal; False where somebody has done so before."""
        done = await self._connection.execute(
            update(lessons)
            .where(and_(lessons.c.id == id_, lessons.c.state == LessonState.PROPOSED))
            .values(
                state=state,
                reviewed_by=by[0],
                reviewed_name=by[1],
                reviewed_at=now,
                remark=remark,
            )
        )
        return done.rowcount == 1

    async def live(self, id_: int) -> None:
        await self._set(id_, live=True)

    async def _set(self, id_: int, **values: Any) -> None:
        await self._connection.execute(update(lessons).where(lessons.c.id == id_).values(**values))


def _lesson(row: Row[Any]) -> Lesson:
    return Lesson(
        id=row.id,
        ticket=row.ticket,
        council=row.council,
        state=LessonState(row.state),
        wording=row.wording,
        target=row.target,
        entry=row.entry,
        by=row.by,
        by_name=row.by_name,
        at=utc(row.at),
        progress=row.progress,
        report=row.report,
        reviewed_name=row.reviewed_name or "",
        remark=row.remark or "",
        live=row.live,
    )
