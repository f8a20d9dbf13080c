"""From Telegram into the inbox: nothing is confirmed that is not kept, or answered without it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import log
from bot.channels.telegram.bell import Bell, unless
from bot.channels.telegram.parsing import UnreadableError, arrived
from bot.channels.telegram.rendering import CHANNEL
from bot.channels.telegram.transport import Api, backoff, seconds_to_wait
from bot.channels.telegram.trouble import WithoutStore
from bot.channels.telegram.typing import Typing
from bot.pulse import Pulse
from bot.store.inbox import Arrived
from bot.store.lease import Lease
from bot.store.store import Store, StoreError

UPDATES = ["callback_query", "edited_message", "inline_query", "message", "my_chat_member"]
_POLL_SECONDS = 10
_ANSWER_SECONDS = 5.0
_LONGEST_PAUSE = 5.0
_REFUSED_SECONDS = 20.0


class RefusedError(Exception):
    """Telegram has refused the token for so long that it will not change its mind."""


class Reception:
    """Takes updates in, by whatever way they came."""

    def __init__(
        self,
        store: Store,
        without_store: WithoutStore,
        bell: Bell,
        typing: Typing,
        now: Callable[[], datetime],
        pulse: Pulse,
    ) -> None:
        self._store = store
        self._without_store = without_store
        self._bell = bell
        self._typing = typing
        self._now = now
        self._pulse = pulse

    async def take(self, updates: Sequence[Arrived]) -> None:
        """When this returns, the updates may be confirmed: they are kept, or else answered."""
        if not updates:
            return
        self._pulse.received(len(updates))
        chats = [one.chat for one in updates]
        with self._typing.arriving(chats):
            try:
                async with self._store.begin() as work:
                    await work.inbox.receive(CHANNEL, updates, self._now())
            except StoreError as error:
                self._pulse.trouble("receiving", error)
                await self._without_store.answer(updates)
                self._typing.answered(chats)
        self._bell.ring()


class Patience:
    """How long a refused token is borne: a moment's refusal passes, a lasting one needs a person."""

    def __init__(self) -> None:
        self._since: float | None = None

    def judge(self, error: TelegramError) -> None:
        """Take note of an error. Raises RefusedError."""
        log.logger().warning("not receiving", error=type(error).__name__)
        if not isinstance(error, InvalidToken):
            self._since = None
            return
        now = asyncio.get_running_loop().time()
        if self._since is None:
            self._since = now
        elif now - self._since > _REFUSED_SECONDS:
            raise RefusedError from None

    def forget(self) -> None:
        """Telegram has answered."""
        self._since = None


class Polling:
    """Fetches updates; of several replicas, the one that holds the lease."""

    def __init__(
        self,
        api: Api,
        reception: Reception,
        lease: Lease,
        store: Store,
        pulse: Pulse,
        stop: asyncio.Event,
    ) -> None:
        self._api = api
        self._reception = reception
        self._lease = lease
        self._store = store
        self._pulse = pulse
        self._stop = stop
        self._offset: int | None = None
        self._patience = Patience()

    async def run(self) -> None:
        """Poll until it is time to stop. Raises RefusedError."""
        failures = 0
        while not self._stop.is_set():
            if not await self._may_poll():
                self._pulse.rests()
                await unless(self._stop, asyncio.sleep(self._lease.pause))
                continue
            try:
                await self._poll()
                failures = 0
            except TelegramError as error:
                self._patience.judge(error)
                failures += 1
                await unless(self._stop, asyncio.sleep(_pause(error, failures)))
        await self._let_go()

    async def _poll(self) -> None:
        asked: dict[str, Any] = {"timeout": _POLL_SECONDS, "allowed_updates": UPDATES}
        if self._offset is not None:
            asked["offset"] = self._offset
        updates = await unless(self._stop, self._fetched(asked))
        if updates is None:
            return
        self._pulse.polled()
        self._patience.forget()
        taken = []
        for update in updates:
            try:
                taken.append(arrived(update))
            except UnreadableError:
                log.logger().error("update unreadable")
        await self._reception.take(taken)
        if taken:
            self._offset = max(one.id for one in taken) + 1

    async def _fetched(self, asked: dict[str, Any]) -> list[Any] | None:
        """What Telegram has for us; None where another replica polls by now. Raises TelegramError."""
        seconds = _POLL_SECONDS + _ANSWER_SECONDS
        poll = asyncio.create_task(self._api.call("getUpdates", asked, seconds))
        try:
            while not poll.done():
                await asyncio.wait({poll}, timeout=self._lease.pause)
                # A poll may last longer than the lease.
                if not poll.done() and not await self._may_poll():
                    return None
            return list(poll.result())
        finally:
            poll.cancel()

    async def _may_poll(self) -> bool:
        try:
            return await self._lease.held()
        except StoreError as error:
            # Residents are answered without the store, too.
            self._pulse.trouble("receiving", error)
            return True

    async def _let_go(self) -> None:
        try:
            async with self._store.begin() as work:
                await self._lease.release(work)
        except StoreError as error:
            self._pulse.trouble("receiving", error)


def _pause(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return seconds_to_wait(error)
    if isinstance(error, Conflict):
        return _LONGEST_PAUSE
    return min(_LONGEST_PAUSE, backoff(failures))
