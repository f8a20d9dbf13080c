"""Waking and stopping the loops of the service."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Bell:
    """Wakes a loop at once when something in this process rings, after its patience otherwise.

    ``patience``: seconds after which to look by oneself, for what other replicas have done.
    """

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float | None = None) -> None:
        """Until it has rung since the last time, or the seconds are over."""
        limit = self.patience if seconds is None else seconds
        if limit > 0:
            try:
                async with asyncio.timeout(limit):
                    await self._event.wait()
            except TimeoutError:
                return
        self._event.clear()


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What work gives; None, and the work left, where it is time to stop before."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
