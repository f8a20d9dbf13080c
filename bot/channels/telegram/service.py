"""The parts of the Telegram channel, put together: what receives, what handles, and what sends."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

from telegram import User
from telegram.error import InvalidToken, TelegramError

from bot import log
from bot.broadcast import Broadcast
from bot.casework import Casework
from bot.channels.telegram import webhook
from bot.channels.telegram.bell import Bell
from bot.channels.telegram.bot import routes
from bot.channels.telegram.buttons import Phones
from bot.channels.telegram.handling import Handling
from bot.channels.telegram.pacing import CHAT, GROUP, UNLIMITED, Pace, Rate
from bot.channels.telegram.receiving import Polling, Reception
from bot.channels.telegram.rendering import parcels
from bot.channels.telegram.residents import Residents
from bot.channels.telegram.routes import Routes
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.staff import ClosedRoom, DeskLink, StaffRoom
from bot.channels.telegram.transport import AiohttpRequest, Api, backoff
from bot.channels.telegram.trouble import WithoutStore
from bot.channels.telegram.typing import Typing
from bot.conversation.guide import Guide
from bot.conversation.wording import Wording
from bot.counter import Counter
from bot.listening import listening
from bot.model import Reply, Text
from bot.ownership import Ownership
from bot.pulse import Pulse
from bot.settings import Settings
from bot.store.lease import Lease
from bot.store.store import Store, StoreError
from bot.verifying import Verifying

_PATIENCE = 0.2
_BURST = 20
_STOPPING_SECONDS = 8.0
_LONGEST_PAUSE = 10.0
_SAME_REFUSAL = 20.0
_SAME_REMINDER = 3600.0


class Service:
    def __init__(
        self,
        guide: Guide,
        store: Store,
        settings: Settings,
        pulse: Pulse,
        verifying: Verifying,
        now: Callable[[], datetime],
        *,
        limited: bool,
        desk_link: DeskLink | None = None,
    ) -> None:
        self._desk_link = desk_link
        self._guide = guide
        self._store = store
        self._settings = settings
        self._pulse = pulse
        self._verifying = verifying
        self._now = now
        self._limited = limited
        self._stop = asyncio.Event()
        self._bells = Bell(_PATIENCE), Bell(_PATIENCE)
        self._holder = secrets.token_hex(8)
        self._counter = Counter(guide, store, now)
        self._alone: Counter | None = None
        self._calls: Api | None = None

    @property
    def counter(self) -> Counter:
        return self._counter

    def serve(self, guide: Guide) -> None:
        """From now on another guide decides; what is under way is brought to its end."""
        self._guide = guide
        self._counter.serve(guide)
        if self._alone is not None:
            self._alone.serve(guide.alone())

    async def refuse(self, lines: Sequence[str]) -> None:
        """Tell the staff why a change of the knowledge cannot be served; one replica does."""
        name = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
        if await self._first(f"refused {name}", _SAME_REFUSAL):
            for chat in self._settings.staff_chats.values():
                words = self._counter.refused_knowledge(lines)
                await self.tell(chat, Reply((Text(words),)))

    def staff_wording(self) -> Wording:
        return self._counter.staff_wording()

    async def remind(self, chat: int, letter: Reply) -> None:
        """Tell the staff of a council once what all replicas remember."""
        if await self._first(f"reminder {chat}", _SAME_REMINDER):
            await self.tell(chat, letter)

    async def tell(self, chat: int, letter: Reply) -> None:
        """Write to staff what is no answer to anybody; what does not arrive is logged."""
        assert self._calls is not None
        try:
            for one in parcels(chat, letter):
                await self._calls.call(one.method, {"chat_id": chat, **one.payload})
        except TelegramError as error:
            log.logger().warning("staff not told", error=type(error).__name__)

    async def _first(self, what: str, seconds: float) -> bool:
        """Whether this replica is the first to do something that all would do."""
        try:
            async with self._store.begin() as work:
                holder = secrets.token_hex(8)
                return bool(await work.leases.hold(what, holder, self._now(), seconds))
        except StoreError:
            return True

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Sequence["asyncio.Task[None]"]]:
        """At work until the block ends; gives the loops. Raises InvalidToken, ListeningError."""
        async with AsyncExitStack() as stack:
            calls = self._calls = await self._api(stack, connections=256)
            polls = await self._api(stack, connections=2)
            me = await self._introduced(calls)
            phones = Phones(calls)
            stack.push_async_callback(phones.close)
            without_store = WithoutStore(
                self._store,
                lambda memory: self._routes_without(memory, me),
                calls,
                self._now,
                self._pulse,
            )
            typing = Typing(self._store, calls, self._now, self._stop)
            reception = Reception(
                self._store, without_store, self._bells[0], typing, self._now, self._pulse
            )
            handling = Handling(
                self._store,
                self._routes(me),
                without_store,
                phones.answer,
                typing,
                self._bells,
                self._now,
                self._pulse,
                self._stop,
            )
            sender = Sender(
                self._store,
                calls,
                self._room(self._counter, self._store, StaffRoom).show,
                self._pace,
                self._lease("sending"),
                self._bells[1],
                self._now,
                self._pulse,
                self._stop,
            )
            loops = [asyncio.create_task(part.run()) for part in (handling, sender, typing)]
            stack.push_async_callback(self._close, loops)
            if self._settings.webhook_url:
                loops.append(await self._hooked(stack, polls, reception))
            else:
                await _until_done(polls, "deleteWebhook")
                polling = Polling(
                    polls, reception, self._lease("polling"), self._store, self._pulse, self._stop
                )
                loops.append(asyncio.create_task(polling.run()))
            yield loops

    async def _hooked(
        self, stack: AsyncExitStack, api: Api, reception: Reception
    ) -> "asyncio.Task[None]":
        url = self._settings.webhook_url
        secret = self._settings.webhook_secret.get_secret_value()
        app = webhook.application(url, secret, reception)
        await stack.enter_async_context(listening(app, self._settings.webhook_listen))
        hook = webhook.Hook(api, url, secret, self._pulse, self._stop)
        return asyncio.create_task(hook.run())

    async def _close(self, loops: "Sequence[asyncio.Task[None]]") -> None:
        self._stop.set()
        for bell in self._bells:
            bell.ring()
        _, late = await asyncio.wait(loops, timeout=_STOPPING_SECONDS)
        for loop in late:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)

    async def _api(self, stack: AsyncExitStack, connections: int) -> Api:
        request = AiohttpRequest(connections, proxy=self._settings.telegram_proxy or None)
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        token = self._settings.telegram_bot_token.get_secret_value()
        return Api(request, token, self._settings.telegram_base_url)

    async def _introduced(self, api: Api) -> User:
        """Who we are. Raises InvalidToken."""
        return User.de_json(await _until_done(api, "getMe"), None)

    def _routes(self, me: User) -> Routes:
        return self._over(self._counter, self._store, me, StaffRoom)

    def _routes_without(self, memory: Store, me: User) -> Routes:
        counter = self._alone = Counter(self._guide.alone(), memory, self._now)
        return self._over(counter, memory, me, ClosedRoom)

    def _over(self, counter: Counter, store: Store, me: User, kind: type[StaffRoom]) -> Routes:
        room = self._room(counter, store, kind)
        ownership = Ownership(counter, store, self._now, self._settings.retention_text_days)
        residents = Residents(counter, ownership, room, me, self._pulse.turned_away)
        return routes(residents, room, me)

    def _room(self, counter: Counter, store: Store, kind: type[StaffRoom]) -> StaffRoom:
        broadcast = Broadcast(counter, store, self._now)
        cases = Casework(counter, store, self._now)
        chats = self._settings.staff_chats
        return kind(cases, broadcast, self._verifying, chats, self._desk_link)

    def _lease(self, name: str) -> Lease:
        return Lease(self._store, f"telegram {name}", self._holder, self._now)

    def _pace(self) -> Pace:
        now = asyncio.get_running_loop().time()
        if not self._limited:
            return Pace(UNLIMITED, UNLIMITED, UNLIMITED, now)
        return Pace(Rate(self._settings.messages_per_second, _BURST), CHAT, GROUP, now)


async def _until_done(api: Api, method: str) -> Any:
    """The result of a call at the start, for as long as it takes. Raises InvalidToken."""
    failures = 0
    while True:
        try:
            return await api.call(method, {})
        except InvalidToken:
            raise
        except TelegramError as error:
            log.logger().warning("waiting for Telegram", error=type(error).__name__)
            await asyncio.sleep(min(_LONGEST_PAUSE, backoff(failures)))
            failures += 1
