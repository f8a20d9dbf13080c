"""Composition root: builds every part; the only place where parts meet."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import log
from bot.conversation.guide import Guide
from bot.knowledge.cache import learned_for
from bot.knowledge.load import load
from bot.settings import Settings
from bot.understanding.danger import DangerSense
from bot.understanding.japanese import Japanese
from bot.understanding.match import Matcher
from bot.understanding.message import Ear
from bot.understanding.places import Gazetteer
from bot.understanding.reasons import Reasons


def build_guide(
    knowledge_dir: Path,
    data_dir: Path,
    dictionary: str = "core",
    on_learning: Callable[[], None] = lambda: None,
    staffed: frozenset[str] = frozenset(),
) -> Guide:
    """The guide over a knowledge folder. Raises KnowledgeError where the folder cannot be served."""
    knowledge = load(knowledge_dir)
    japanese = Japanese(dictionary, knowledge.vocabulary)
    learned = learned_for(knowledge, japanese, data_dir / "cache", on_learning)
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
async def serving(guide: Guide, settings: Settings, *, limited: bool = True) -> AsyncIterator[None]:
    """The Telegram bot, receiving until the block ends. Raises StoreError, TelegramError."""
    # Imported here: a question in the terminal does not wait for a database and Telegram.
    from bot.channels.telegram.bot import UPDATES, build
    from bot.channels.telegram.transport import AiohttpRequest
    from bot.counter import Counter
    from bot.knowledge.proposals import NAME as PROPOSALS
    from bot.store.store import Store

    store = await Store.open(settings.database)
    requests = (AiohttpRequest(), AiohttpRequest(connections=2))
    try:
        app = build(
            Counter(guide, store, lambda: datetime.now(UTC)),
            settings.telegram_bot_token.get_secret_value(),
            settings.telegram_base_url,
            settings.staff_chats,
            settings.data_dir / PROPOSALS,
            requests,
            limited=limited,
        )
        async with app:
            assert app.updater is not None
            await app.start()
            await app.updater.start_polling(allowed_updates=UPDATES)
            log.logger().info("receiving", version=guide.knowledge.version)
            try:
                yield
            finally:
                await app.updater.stop()
                await app.stop()
    finally:
        # The library leaves its connections open where the first call already failed.
        for request in requests:
            await request.shutdown()
        await store.close()


async def run(guide: Guide, settings: Settings) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    async with serving(guide, settings):
        await stop.wait()
