"""Composition root: builds every part; the only place where parts meet."""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import log
from bot.conversation.guide import Guide
from bot.knowledge.cache import learned_for
from bot.knowledge.kept import kept_or_read
from bot.knowledge.verify import queue
from bot.reminding import remind
from bot.renewal import keep_up, learned_beside
from bot.settings import Settings
from bot.understanding.danger import DangerSense
from bot.understanding.japanese import Japanese
from bot.understanding.match import Matcher
from bot.understanding.message import Ear
from bot.understanding.places import Gazetteer
from bot.understanding.reasons import Reasons

if TYPE_CHECKING:
    from bot.channels.telegram.service import Service


def build_guide(
    knowledge_dir: Path,
    cache_dir: Path,
    dictionary: str = "core",
    on_learning: Callable[[], None] = lambda: None,
    staffed: frozenset[str] = frozenset(),
) -> Guide:
    """The guide over a knowledge folder. Raises KnowledgeError where the folder cannot be served."""
    knowledge = kept_or_read(knowledge_dir, cache_dir)
    japanese = Japanese(dictionary, knowledge.vocabulary)
    learned = learned_for(knowledge, japanese, cache_dir, on_learning)
    return Guide(
        knowledge,
        Ear(learned, japanese),
        Matcher(knowledge, learned),
        DangerSense(learned),
        Reasons(knowledge, learned),
        Gazetteer(knowledge),
        staffed,
    )


@asynccontextmanager
async def serving(
    guide: Guide, settings: Settings, *, limited: bool = True
) -> AsyncIterator[Sequence["asyncio.Task[None]"]]:
    """The Telegram bot at work until the block ends; gives its loops, none of which should end.

    ``limited`` keeps to Telegram's flood limits. Waits for Telegram where it cannot be reached.
    Raises StoreError, InvalidToken, ListeningError.
    """
    # Imported here: a question in the terminal does not wait for a database and Telegram.
    from bot import health
    from bot.channels.telegram.service import Service
    from bot.listening import listening
    from bot.pulse import Pulse
    from bot.store.retention import Keeping
    from bot.store.store import Store
    from bot.upkeep import Duties, Upkeep

    def now() -> datetime:
        return datetime.now(UTC)

    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database)
        stack.push_async_callback(store.close)
        pulse = Pulse()
        if settings.health_listen:
            watched = health.application(store, pulse, now)
            await stack.enter_async_context(listening(watched, settings.health_listen))
        service = Service(guide, store, settings, pulse, now, limited=limited)
        keeping = Keeping(settings.retention_text_days, settings.retention_statistics_days)
        duties = Duties(keeping, settings.backups, settings.backup_days)
        upkeep = Upkeep(store, duties, secrets.token_hex(8), now, pulse)
        stack.push_async_callback(_cancelled, asyncio.create_task(upkeep.run()))
        loops = await stack.enter_async_context(service.open())
        stack.push_async_callback(
            _cancelled, asyncio.create_task(_renewing(guide, settings, service))
        )
        stack.push_async_callback(
            _cancelled, asyncio.create_task(_reminding(settings, service, now))
        )
        log.logger().info("receiving", version=guide.knowledge.version)
        yield loops


async def _renewing(guide: Guide, settings: Settings, service: "Service") -> None:
    """Follow the knowledge folder, as long as we serve."""
    folder, cache, dictionary = (
        settings.knowledge_dir,
        settings.cache,
        settings.sudachi_dictionary,
    )
    await keep_up(
        folder,
        lambda: learned_beside(folder, cache, dictionary),
        lambda: build_guide(folder, cache, dictionary, staffed=guide.staffed),
        service.serve,
        service.refuse,
    )


async def _reminding(settings: Settings, service: "Service", now: Callable[[], datetime]) -> None:
    await remind(
        settings.staff_chats,
        lambda council: queue(settings.knowledge_dir, now().date(), council),
        service.staff_wording,
        service.remind,
        now,
        asyncio.sleep,
    )


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def run(guide: Guide, settings: Settings) -> None:
    """Serve until told to stop. Raises what ended a loop, and what ``serving`` raises."""
    main = asyncio.current_task()
    assert main is not None
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, main.cancel)
    with suppress(asyncio.CancelledError):
        async with serving(guide, settings) as loops:
            ended, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.result()
