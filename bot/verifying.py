"""Verifying facts: what is old, in doubt or reported as wrong, and the mark that somebody has looked."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.conversation.hours import JAPAN
from bot.conversation.wording import Wording
from bot.knowledge import verify
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.verify import Fact
from bot.model import Knowledge
from bot.store.store import Store

_Written = TypeVar("_Written")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact to be verified, and how many residents said that its number is wrong."""

    fact: Fact
    reports: int


def doubts(fact: Fact, say: Wording) -> list[str]:
    """What is doubtful in a fact and why, the fields by the names that staff know."""
    return [
        say("staff-doubtful", field=say(f"staff-field-{name.replace('_', '-')}"), why=why)
        for name, why in fact.doubtful.items()
    ]


class Verifying:
    """``root`` is the knowledge folder; ``writing`` is held by whoever changes its files."""

    def __init__(
        self, store: Store, root: Path, writing: asyncio.Lock, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._root = root
        self.writing = writing
        self._now = now
        # The knowledge that is served learns of a mark some seconds after it was written.
        self._marked: set[tuple[str, date]] = set()

    async def queue(self, knowledge: Knowledge, councils: Collection[str]) -> list[Waiting]:
        """What is to be verified: first what residents reported, then the doubtful, then the oldest.

        Among ``councils``, an empty one stands for what all share. Raises StoreError.
        """
        async with self._store.read() as work:
            reports = await work.reports.waiting(councils)
        today = self._today()
        theirs = verify.facts(knowledge, councils)
        found = await asyncio.to_thread(verify.queue, theirs, today, reports)
        waiting = [
            Waiting(fact, reports.get(fact.id, 0))
            for fact in found
            if fact.id in reports or (fact.id, today) not in self._marked
        ]
        return sorted(waiting, key=lambda one: -one.reports)

    async def confirm(self, fact: str, council: str, by: str) -> Fact | None:
        """Write that a fact of a council was verified today, and by whom; None where it has no such.

        Raises KnowledgeError where the file cannot be changed, StoreError.
        """
        if verify.council_of(fact) != council:
            return None
        today = self._today()
        known = await self._written(verify.confirm, fact, today, by)
        self._marked.add((fact, today))
        async with self._store.begin() as work:
            await work.reports.close(fact, council)
        return known

    async def hide_number(self, office: str, why: str) -> None:
        """Write that an office's number is wrong: residents no longer see it, and reports of it stay.

        Raises KnowledgeError where the file cannot be changed.
        """
        await self._written(verify.doubt, office, "phone", why)

    async def _written(self, change: Callable[..., _Written], *about: Any) -> _Written:
        """Change a file of the knowledge. Raises KnowledgeError."""
        async with self.writing:
            try:
                return await asyncio.to_thread(change, self._root, *about)
            except OSError as error:
                problem = Problem(self._root, 1, f"書けません（{error.strerror}）")
                raise KnowledgeError([problem]) from None

    def _today(self) -> date:
        """The day as residents and staff have it."""
        return self._now().astimezone(JAPAN).date()
