"""Waiting for something to change."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes everybody who waits for a condition, so that they look again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        """Say that something has changed."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:  # noqa: ASYNC109
        """Return what `look` finds as soon as it is not None, or None after `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                while (found := look()) is None:
                    await self._event.wait()
        except TimeoutError:
            return look()
        return found
