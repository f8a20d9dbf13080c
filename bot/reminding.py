"""Every Monday morning the staff of a council hear what of their knowledge is to be verified anew."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.wording import Wording
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.verify import Fact

_JAPAN = ZoneInfo("Asia/Tokyo")
_HOUR = 9
_NAMED = 5


def next_reminder(now: datetime) -> datetime:
    """The next Monday at nine in Japan, after ``now``."""
    here = now.astimezone(_JAPAN)
    monday = here.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    monday += timedelta(days=-here.weekday() % 7)
    return monday if monday > here else monday + timedelta(days=7)


def reminder(waiting: list[Fact], say: Wording) -> str:
    """What the staff are told; the first few by name."""
    names = "\n".join(
        say("staff-verify-line", name=fact.name, id=fact.id, date=fact.verified or "—")
        for fact in waiting[:_NAMED]
    )
    return say("staff-verify", count=str(len(waiting)), names=names)


async def remind(
    chats: Mapping[str, int],
    waiting: Callable[[str], list[Fact]],
    wording: Callable[[], Wording],
    tell: Callable[[int, str], Awaitable[None]],
    now: Callable[[], datetime],
    pause: Callable[[float], Awaitable[None]],
) -> None:
    """Remind until cancelled. ``waiting`` gives what a council has to verify, ``chats`` their rooms.

    Knowledge that cannot be read at the moment is told of elsewhere; the reminder waits a week.
    """
    while True:
        at = next_reminder(now())
        await pause((at - now()).total_seconds())
        for council, chat in chats.items():
            try:
                found = waiting(council)
            except KnowledgeError:
                continue
            if found:
                await tell(chat, reminder(found, wording()))
