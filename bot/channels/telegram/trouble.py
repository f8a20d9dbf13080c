"""Answering while the database is full, locked or gone.

The same handlers then work over an empty database in memory: cities are asked for and remembered,
questions are answered, but nothing is kept and nobody is promised a reply by staff.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from telegram import Update
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import log
from bot.channels.telegram.buttons import Found, Pressed, called
from bot.channels.telegram.parsing import parsed
from bot.channels.telegram.rendering import CHANNEL
from bot.channels.telegram.routes import Outgoing, Routes
from bot.channels.telegram.transport import Api, backoff, seconds_to_wait
from bot.pulse import Pulse
from bot.store.inbox import Arrived
from bot.store.outbox import Parcel
from bot.store.store import Store, StoreError

_ATTEMPTS = 3
_REMEMBERED = 10_000
# Choices about questions that are kept: they can only be made where the questions are.
_KEPT = ("staff:", "give:", "joined:", "news:", "wrong:", "good:", "none:", "about:")


class WithoutStore:
    """``routes_over`` builds the handlers over another store. ``answered`` are the updates that
    need no other answer, though the inbox may still hold them."""

    def __init__(
        self,
        store: Store,
        routes_over: Callable[[Store], Routes],
        api: Api,
        now: Callable[[], datetime],
        pulse: Pulse,
    ) -> None:
        self.answered: set[int] = set()
        self._store = store
        self._routes_over = routes_over
        self._api = api
        self._now = now
        self._pulse = pulse
        self._memory: tuple[Store, Routes] | None = None
        self._opening = asyncio.Lock()

    async def answer(self, updates: Sequence[Arrived]) -> None:
        """Answer updates at once, those of one chat in their order."""
        new = [one for one in updates if one.id not in self.answered]
        if len(self.answered) > _REMEMBERED:
            self.answered.clear()
        self.answered.update(one.id for one in new)
        by_chat = groupby(sorted(new, key=lambda one: (one.chat, one.id)), lambda one: one.chat)
        await asyncio.gather(*(self._in_turn(list(chat)) for _, chat in by_chat))

    async def forget(self) -> None:
        """The database works again: what was only remembered here is over."""
        if self._memory is not None:
            (store, _), self._memory = self._memory, None
            await store.close()

    async def _in_turn(self, updates: Sequence[Arrived]) -> None:
        for one in updates:
            try:
                outgoing = await self._decide(parsed(one.raw))
            except Exception as error:  # noqa: BLE001
                kind, at = type(error).__name__, log.place_of(error)
                log.logger().error("update failed", error=kind, at=at, update=one.id)
                continue
            for out in outgoing:
                await self._send(out)
            self._pulse.answered_without_store()

    async def _decide(self, update: Update) -> Outgoing:
        async with self._opening:
            if self._memory is None:
                memory = await Store.open("sqlite+aiosqlite:///:memory:")
                self._memory = memory, self._routes_over(memory)
        store, routes = self._memory
        await self._recall(store, update)
        query = update.callback_query
        if query is not None and (query.data or "").startswith(_KEPT):
            return await routes.sorry(update)
        return await routes.handle(update)

    async def _recall(self, memory: Store, update: Update) -> None:
        """Where the database can still be read, the resident's city need not be asked for."""
        chat = str(update.effective_chat.id) if update.effective_chat is not None else ""
        try:
            async with self._store.read() as work:
                known = await work.session(CHANNEL, chat)
        except StoreError:
            return
        async with memory.begin() as work:
            if known is not None and await work.session(CHANNEL, chat) is None:
                await work.keep_session(CHANNEL, chat, known, self._now())

    async def _send(self, out: Parcel | Pressed | Found) -> None:
        if isinstance(out, Pressed | Found):
            call, attempts = (called(out), out.payload), 1
        else:
            call, attempts = (out.method, {"chat_id": int(out.chat), **out.payload}), _ATTEMPTS
        for failures in range(attempts):
            try:
                await self._api.call(*call)
            except (BadRequest, Forbidden):
                return
            except TelegramError as error:
                wait = (
                    seconds_to_wait(error) if isinstance(error, RetryAfter) else backoff(failures)
                )
                await asyncio.sleep(wait)
            else:
                return
        log.logger().error("not sent", method=call[0], failures=attempts)
