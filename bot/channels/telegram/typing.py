"""「…が入力中」: shown to those who wait longer than a moment, and to nobody else.

Who is answered at once costs no more than a line in a dictionary. What another replica has answered
is seen in the inbox before anything is shown.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from telegram.error import TelegramError

from bot.channels.telegram.bell import unless
from bot.channels.telegram.rendering import CHANNEL
from bot.channels.telegram.transport import Api
from bot.store.store import Store, StoreError

_MOMENT = 1.0
# Telegram shows it for five seconds.
_AGAIN = 4.0
_MOST = 200


class Typing:
    def __init__(
        self, store: Store, api: Api, now: Callable[[], datetime], stop: asyncio.Event
    ) -> None:
        self._store = store
        self._api = api
        self._now = now
        self._stop = stop
        self._due: dict[str, float] = {}
        self._arriving: Counter[str] = Counter()

    @contextmanager
    def arriving(self, chats: Sequence[str]) -> Iterator[None]:
        """These chats have written; within the block it is not in the inbox yet."""
        due = asyncio.get_running_loop().time() + _MOMENT
        for chat in chats:
            # Groups, whose ids are negative, are hardly ever answered.
            if chat.isdecimal():
                self._due.setdefault(chat, due)
        self._arriving.update(chats)
        try:
            yield
        finally:
            self._arriving -= Counter(chats)

    def answered(self, chats: Iterable[str]) -> None:
        """These wait no more."""
        for chat in chats:
            self._due.pop(chat, None)

    async def run(self) -> None:
        """Look every moment for who is still waiting, until it is time to stop."""
        while not self._stop.is_set():
            await unless(self._stop, asyncio.sleep(_MOMENT / 2))
            now = asyncio.get_running_loop().time()
            if late := [chat for chat, due in self._due.items() if due <= now]:
                await self._show(late, now + _AGAIN)

    async def _show(self, late: list[str], again: float) -> None:
        try:
            async with self._store.read() as work:
                held = await work.inbox.waiting(CHANNEL, self._now(), _MOST, take=False)
            waiting = {one.chat for one in held} | self._arriving.keys()
        except StoreError:
            waiting = set(late)
        for chat in late:
            if chat not in waiting:
                self._due.pop(chat, None)
            elif chat in self._due:
                self._due[chat] = again
                await self._type(chat)

    async def _type(self, chat: str) -> None:
        try:
            await self._api.call("sendChatAction", {"chat_id": int(chat), "action": "typing"})
        except TelegramError:
            # Worth something only now.
            return
