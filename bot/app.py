"""Composition root: builds every part; the only place where parts meet."""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import log
from bot.conversation.guide import Guide
from bot.knowledge.cache import finder_for, learned_for
from bot.knowledge.kept import kept_or_read
from bot.renewal import keep_up, learned_beside
from bot.settings import PROJECT, Settings
from bot.understanding.danger import DangerSense
from bot.understanding.indexing import Watch
from bot.understanding.japanese import Japanese
from bot.understanding.match import Matcher
from bot.understanding.message import Ear
from bot.understanding.places import Gazetteer
from bot.understanding.reasons import Reasons
from bot.watchdog import beat

if TYPE_CHECKING:
    from bot.channels.telegram.service import Service
    from bot.counter import Counter
    from bot.model import Reply
    from bot.store.store import Store
    from bot.verifying import Verifying

# What came with the project to be measured by; an installation may go without.
LABELLED = PROJECT / "tests" / "questions"


def build_guide(
    knowledge_dir: Path,
    cache_dir: Path,
    dictionary: str = "core",
    on_learning: Callable[[], None] = lambda: None,
    staffed: frozenset[str] = frozenset(),
    watch: Watch = iter,
) -> Guide:
    """The guide over a knowledge folder. Raises KnowledgeError where the folder cannot be served.

    ``watch`` is given the entries that must be indexed, and may show how far that has come.
    """
    knowledge = kept_or_read(knowledge_dir, cache_dir)
    japanese = Japanese(dictionary, knowledge.vocabulary)
    learned = learned_for(knowledge, japanese, cache_dir, on_learning)
    return Guide(
        knowledge,
        Ear(learned, japanese),
        Matcher(knowledge, learned, finder_for(knowledge, japanese, cache_dir, watch)),
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
    from bot.verifying import Verifying

    def now() -> datetime:
        return datetime.now(UTC)

    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database)
        stack.push_async_callback(store.close)
        pulse = Pulse()
        if settings.health_listen:
            watched = health.application(store, pulse, now)
            await stack.enter_async_context(listening(watched, settings.health_listen))
        links = _links(store, settings, now) if settings.desk_listen else None
        verifying = Verifying(store, settings.knowledge_dir, asyncio.Lock(), now)
        service = Service(
            *(guide, store, settings, pulse, verifying, now), limited=limited, desk_link=links
        )
        keeping = Keeping(settings.retention_text_days, settings.retention_statistics_days)
        duties = Duties(keeping, settings.backups, settings.backup_days)
        upkeep = Upkeep(store, duties, secrets.token_hex(8), now, pulse)
        stack.push_async_callback(_cancelled, asyncio.create_task(upkeep.run()))
        loops = await stack.enter_async_context(service.open())
        stack.push_async_callback(
            _cancelled,
            asyncio.create_task(_renewing(guide, settings, service.serve, service.refuse)),
        )
        stack.push_async_callback(
            _cancelled, asyncio.create_task(_reminding(settings, service, store, verifying, now))
        )
        if settings.desk_listen:
            await stack.enter_async_context(
                desk_open(service.counter, store, settings, verifying, now)
            )
        log.logger().info("receiving", version=guide.knowledge.version)
        yield loops


@asynccontextmanager
async def desk_open(
    counter: "Counter",
    store: "Store",
    settings: Settings,
    verifying: "Verifying",
    now: Callable[[], datetime],
) -> AsyncIterator[None]:
    """The web desk at ``settings.desk_listen`` until the block ends. Raises ListeningError."""
    from bot.broadcast import Broadcast
    from bot.casework import Casework
    from bot.channels.telegram.desk_post import DeskPost
    from bot.channels.telegram.staff import StaffRoom
    from bot.desk.application import application, at_work
    from bot.desk.parts import Desk, pages
    from bot.desk.school import School
    from bot.listening import listening
    from bot.programs import program

    broadcast = Broadcast(counter, store, now)
    cases = Casework(counter, store, now)
    room = StaffRoom(cases, broadcast, verifying, settings.staff_chats)
    school = School(
        counter,
        store,
        settings.knowledge_dir,
        tuple(sorted(LABELLED.glob("*.yaml"))),
        partial(program, settings),
        verifying.writing,
    )
    post = DeskPost(room, counter.staff_wording())
    desk = Desk(counter, cases, store, post, school, verifying, settings.desk_url, now, pages())
    async with at_work(desk), listening(application(desk), settings.desk_listen):
        yield


@asynccontextmanager
async def desk_alone(guide: Guide, settings: Settings) -> AsyncIterator[None]:
    """The web desk without the bot: what it decides is sent by the bot wherever that runs."""
    from bot.counter import Counter
    from bot.store.store import Store
    from bot.verifying import Verifying

    def now() -> datetime:
        return datetime.now(UTC)

    async def tell(lines: Sequence[str]) -> None:
        log.logger().error("knowledge refused", count=len(lines))

    store = await Store.open(settings.database)
    counter = Counter(guide, store, now)
    following = asyncio.create_task(_renewing(guide, settings, counter.serve, tell))
    try:
        verifying = Verifying(store, settings.knowledge_dir, asyncio.Lock(), now)
        async with desk_open(counter, store, settings, verifying, now):
            yield
    finally:
        await _cancelled(following)
        await store.close()


def _links(
    store: "Store", settings: Settings, now: Callable[[], datetime]
) -> Callable[[int], Awaitable[str | None]]:
    """What gives a link into the desk to a Telegram user."""
    from bot.store.roster import MOST_LINKS

    async def link(telegram: int) -> str | None:
        async with store.begin() as work:
            person = await work.staff.on_telegram(telegram)
            if person is None:
                return None
            if not await work.staff.attempt(f"link {person.id}", MOST_LINKS, now()):
                return ""
            secret = await work.staff.link(person.id, now())
            await work.staff.note(person, "link", "telegram", None, now())
        return entrance(settings, secret)

    return link


def entrance(settings: Settings, secret: str) -> str:
    """The address by which somebody enters the desk once."""
    return f"{settings.desk_url}/desk/enter?key={secret}"


async def _renewing(
    guide: Guide,
    settings: Settings,
    serve: Callable[[Guide], None],
    tell: Callable[[Sequence[str]], Awaitable[None]],
) -> None:
    """Follow the knowledge folder, as long as we serve."""
    folder, cache, dictionary = (
        settings.knowledge_dir,
        settings.cache,
        settings.sudachi_dictionary,
    )
    await keep_up(
        folder,
        guide.knowledge.version,
        lambda: learned_beside(folder, cache, dictionary),
        lambda: build_guide(folder, cache, dictionary, staffed=guide.staffed),
        serve,
        tell,
    )


async def _reminding(
    settings: Settings,
    service: "Service",
    store: "Store",
    verifying: "Verifying",
    now: Callable[[], datetime],
) -> None:
    # Imported here: only who serves waits for a database.
    from bot.reminding import lacking, letter, remind

    async def written(council: str) -> "Reply":
        waiting = await verifying.queue(service.counter.knowledge, (council,))
        async with store.read() as work:
            asked = await work.figures.asked((council,), now() - timedelta(days=7))
        found = lacking(asked, service.counter.knowledge, council)
        return letter(waiting, found, service.staff_wording())

    await remind(settings.staff_chats, written, service.remind, now, asyncio.sleep)


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def run(guide: Guide, settings: Settings) -> None:
    """Serve until told to stop. Raises what ended a loop, and what ``serving`` raises."""
    _cancelled_by_signals()
    beating = asyncio.create_task(beat())
    with suppress(asyncio.CancelledError):
        async with serving(guide, settings) as loops:
            ended, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            for one in ended:
                one.result()
    await _cancelled(beating)


async def run_desk(guide: Guide, settings: Settings) -> None:
    """Serve the web desk until told to stop. Raises StoreError, ListeningError."""
    _cancelled_by_signals()
    with suppress(asyncio.CancelledError):
        async with desk_alone(guide, settings):
            log.logger().info("desk open", version=guide.knowledge.version)
            await asyncio.Event().wait()


def _cancelled_by_signals() -> None:
    main = asyncio.current_task()
    assert main is not None
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, main.cancel)
