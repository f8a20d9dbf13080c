"""From the inbox through the handlers into the outbox, in one transaction.

Updates of many chats share a transaction, since each costs the disk a moment. Where one of them
fails, all are taken up again one by one, so that only that one is held back.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import log
from bot.channels.telegram.bell import Bell
from bot.channels.telegram.buttons import Found, Pressed
from bot.channels.telegram.parsing import UnparsableError, parsed
from bot.channels.telegram.rendering import CHANNEL
from bot.channels.telegram.routes import Routes
from bot.channels.telegram.trouble import WithoutStore
from bot.channels.telegram.typing import Typing
from bot.pulse import Pulse
from bot.store.inbox import Arrived
from bot.store.outbox import Parcel
from bot.store.store import Store, StoreError, StoreTrouble

_AT_ONCE = 32
# Others wait for the database meanwhile, above all what has been sent and is to be forgotten.
_LONG_SECONDS = 0.1
_ATTEMPTS = 3
_PAUSE = timedelta(seconds=1)


class Handling:
    def __init__(
        self,
        store: Store,
        routes: Routes,
        without_store: WithoutStore,
        press: Callable[[Pressed | Found], None],
        typing: Typing,
        bells: tuple[Bell, Bell],
        now: Callable[[], datetime],
        pulse: Pulse,
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._routes = routes
        self._without_store = without_store
        self._press = press
        self._typing = typing
        self._bell, self._sent = bells
        self._now = now
        self._pulse = pulse
        self._stop = stop
        self._careful = 0

    async def run(self) -> None:
        """Handle until it is time to stop."""
        while not self._stop.is_set():
            try:
                worked = await self._round()
            except StoreError as error:
                self._pulse.trouble("handling", error)
                await self._answer_without_store()
                worked = False
            await self._bell.wait(0.0 if worked else None)

    async def _round(self) -> bool:
        """Whether there was something to do. Raises StoreTrouble."""
        limit = 1 if self._careful else _AT_ONCE
        self._careful = max(0, self._careful - 1)
        taken: list[Arrived] = []
        try:
            async with self._store.read() as work:
                if not await work.inbox.waiting(CHANNEL, self._now(), 1, take=False):
                    return False
            pressed = await self._together(limit, taken)
        except StoreTrouble:
            raise
        except Exception as error:
            if len(taken) > 1:
                self._careful = len(taken)
            elif taken:
                await self._failed(taken[0], error)
            else:
                raise
            return True
        self._typing.answered(one.chat for one in taken)
        for one in pressed:
            self._press(one)
        await self._without_store.forget()
        self._pulse.handled("done", len(taken))
        self._sent.ring()
        return bool(taken)

    async def _together(self, limit: int, taken: list[Arrived]) -> list[Pressed | Found]:
        outgoing: list[Parcel | Pressed | Found] = []
        async with self._store.begin() as work:
            waiting = await work.inbox.waiting(CHANNEL, self._now(), limit)
            await work.recall(CHANNEL, [one.chat for one in waiting])
            late = time.monotonic() + _LONG_SECONDS
            for one in waiting:
                if taken and time.monotonic() > late:
                    break
                taken.append(one)
                if one.id not in self._without_store.answered:
                    outgoing += await self._routes.handle(parsed(one.raw))
            parcels = [one for one in outgoing if isinstance(one, Parcel)]
            if taken:
                await work.outbox.put(parcels, self._now())
                await work.inbox.done(CHANNEL, [one.id for one in taken], self._now())
        return [one for one in outgoing if isinstance(one, Pressed | Found)]

    async def _failed(self, one: Arrived, error: Exception) -> None:
        """Try it again a little later; the third time, set it aside and tell the operator."""
        unreadable = isinstance(error, UnparsableError)
        again = one.failures + 1 < _ATTEMPTS and not unreadable
        kind = str(error) if unreadable else type(error).__name__
        async with self._store.begin() as work:
            if again:
                await work.inbox.failed(CHANNEL, one.id, self._now() + _PAUSE)
            else:
                await work.inbox.set_aside(CHANNEL, one.id)
        event = "update failed" if again else "update set aside"
        at = log.place_of(error)
        log.logger().error(event, error=kind, at=at, update=one.id, failures=one.failures + 1)
        if not again:
            self._pulse.handled("aside")
            if not unreadable:
                await self._apologise(one)

    async def _apologise(self, one: Arrived) -> None:
        async with self._store.begin() as work:
            sorry = await self._routes.sorry(parsed(one.raw))
            await work.outbox.put([p for p in sorry if isinstance(p, Parcel)], self._now())
        self._sent.ring()

    async def _answer_without_store(self) -> None:
        """What is kept already but cannot be worked on is answered all the same, where it can be read."""
        try:
            async with self._store.read() as work:
                waiting = await work.inbox.waiting(CHANNEL, self._now(), _AT_ONCE, take=False)
        except StoreError:
            return
        await self._without_store.answer(waiting)
