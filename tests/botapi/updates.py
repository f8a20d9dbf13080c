"""The queue of updates: getUpdates takes them away, or a webhook gets them delivered."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from .changes import Signal
from .errors import Json, conflict

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_FIRST_RETRY = 0.05
_LAST_RETRY = 1.0
_GIVE_UP = aiohttp.ClientTimeout(total=30)


@dataclass
class Webhook:
    """Where updates are delivered, and how that went."""

    url: str
    secret_token: str
    max_connections: int
    last_error_date: int | None = None
    last_error_message: str | None = None


class Updates:
    """Everything that happened and the bot does not know yet."""

    def __init__(self) -> None:
        self.webhook: Webhook | None = None
        self.allowed: list[str] | None = None
        self._changed = Signal()
        self._next_id = 700_000_001
        self._pending: list[Json] = []
        self._again: list[Json] = []
        self._history: list[Json] = []
        self._poll = 0
        self._interrupted = 0
        self._waiting = 0
        self._delivery: asyncio.Task[None] | None = None

    @property
    def pending(self) -> list[Json]:
        """The updates the bot has not confirmed, oldest first."""
        return self._again + self._pending

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update; None if the bot does not want this kind (allowed_updates)."""
        if self.allowed is None and kind in _NOT_BY_DEFAULT:
            return None
        if self.allowed is not None and kind not in self.allowed:
            return None
        return self.push_raw({kind: payload})

    def push_raw(self, update: Json) -> int:
        """Queue an update as it is, with the next update_id unless it has one."""
        update = {"update_id": self._next_id} | update
        self._next_id = max(self._next_id, update["update_id"] + 1)
        self._pending.append(update)
        self._history.append(update)
        self._changed.fire()
        return int(update["update_id"])

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, even if it was confirmed."""
        self._again += [past for past in self._history if past["update_id"] == update_id][-1:]
        self._changed.fire()

    def drop(self) -> None:
        """Forget all pending updates."""
        self._pending.clear()
        self._again.clear()

    def allow(self, kinds: list[str] | None) -> None:
        """Set the kinds of updates from now on: None keeps them, [] means the usual ones."""
        if kinds is not None:
            self.allowed = kinds or None

    def interrupt(self) -> None:
        """Let a waiting getUpdates return at once with nothing."""
        self._interrupted = self._poll
        self._changed.fire()

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Return the next updates, waiting for one for so many seconds."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._poll += 1
        mine = self._poll
        self._confirm(offset)

        def look() -> list[Json] | None:
            if self._poll != mine:
                raise conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            if self.webhook:
                raise conflict("terminated by setWebhook request")
            if self._interrupted >= mine:
                return []
            return self.pending[:limit] or None

        self._waiting += 1
        self._changed.fire()
        try:
            updates = await self._changed.until(look, seconds) or []
        finally:
            self._waiting -= 1
        self._again = [again for again in self._again if again not in updates]
        return updates

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [one for one in self._pending if one["update_id"] >= offset]

    async def confirmed(self, seconds: float) -> bool:
        """Wait until the bot has confirmed all updates, and say whether it has."""
        return bool(await self._changed.until(lambda: None if self.pending else True, seconds))

    async def polled(self, seconds: float) -> bool:
        """Wait until a getUpdates waits for an update, and say whether one does."""
        return bool(await self._changed.until(lambda: self._waiting or None, seconds))

    async def set_webhook(self, webhook: Webhook | None) -> None:
        """Start delivering to a webhook instead of the former one, or to none."""
        if self._delivery:
            self._delivery.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivery
        self.webhook = webhook
        self._delivery = asyncio.create_task(self._deliver(webhook)) if webhook else None
        self._changed.fire()

    async def close(self) -> None:
        """Stop delivering, and let nobody wait."""
        await self.set_webhook(None)
        self.interrupt()

    async def _deliver(self, webhook: Webhook) -> None:
        pause = _FIRST_RETRY
        async with aiohttp.ClientSession(timeout=_GIVE_UP) as session:
            while True:
                update = await self._changed.until(self._next, 3600)
                if update is None:
                    continue
                problem = await _post(session, webhook, update)
                if problem is None:
                    self._delivered(update)
                    pause = _FIRST_RETRY
                else:
                    webhook.last_error_date = int(time.time())
                    webhook.last_error_message = problem
                    self._changed.fire()
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LAST_RETRY)

    def _next(self) -> Json | None:
        return next(iter(self.pending), None)

    def _delivered(self, update: Json) -> None:
        queue = self._again if update in self._again else self._pending
        with suppress(ValueError):
            queue.remove(update)
        self._changed.fire()


async def _post(session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> str | None:
    headers = {}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        async with session.post(webhook.url, json=update, headers=headers) as response:
            if response.ok and response.status < 300:
                return None
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except (aiohttp.ClientError, TimeoutError) as problem:
        return f"Connection failed: {problem}"
