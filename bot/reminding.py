"""Every Monday morning the staff of a council hear what is to be verified anew, and what was lacking."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.conversation.hours import JAPAN
from bot.conversation.review import verified
from bot.conversation.wording import Wording
from bot.model import Choices, Knowledge, NeedKind, Outcome, Reply, Text
from bot.store.figures import Asked
from bot.store.store import StoreError
from bot.verifying import Waiting, doubts

_HOUR = 9
_NAMED = 5
_LACKING = 3


def next_reminder(now: datetime) -> datetime:
    """The next Monday at nine in Japan, after ``now``."""
    here = now.astimezone(JAPAN)
    monday = here.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    monday += timedelta(days=-here.weekday() % 7)
    return monday if monday > here else monday + timedelta(days=7)


def letter(waiting: Sequence[Waiting], found: Sequence[tuple[str, int]], say: Wording) -> Reply:
    """What is to be verified, the first few with a button each, and what was asked in vain."""
    parts = [Text(reminder(waiting, say))] if waiting else []
    parts += [Text(digest(found, say))] if found else []
    rows = tuple(
        (verified(one.fact.id, say("staff-do-verified-name", name=one.fact.name)),)
        for one in waiting[:_NAMED]
    )
    return Reply(tuple(parts), Choices(rows))


def reminder(waiting: Sequence[Waiting], say: Wording) -> str:
    """What the staff are told; the first few by name."""
    names = "\n".join(_line(one, say) for one in waiting[:_NAMED])
    return say("staff-verify", count=str(len(waiting)), names=names)


def _line(one: Waiting, say: Wording) -> str:
    line = say("staff-verify-line", name=one.fact.name, date=one.fact.verified or "—")
    if one.reports:
        line += say("staff-verify-reports", count=str(one.reports))
    return "\n　".join((line, *doubts(one.fact, say)))


def lacking(asked: Iterable[Asked], knowledge: Knowledge, council: str) -> list[tuple[str, int]]:
    """The needs for which a council had no answer most often, with how often."""
    met = {need for e in knowledge.entries_of(council) for need in (*e.needs, *e.also)}
    counts: Counter[str] = Counter()
    for one in asked:
        need = knowledge.needs.get(one.need)
        if need is None or need.kind is not NeedKind.NEED or one.council != council:
            continue
        if one.need not in met or one.outcome == Outcome.UNMATCHED:
            counts[need.name.ja] += one.count
    return counts.most_common(_LACKING)


def digest(found: Sequence[tuple[str, int]], say: Wording) -> str:
    """What residents asked for in vain this week."""
    names = "\n".join(say("staff-digest-line", name=name, count=str(n)) for name, n in found)
    return say("staff-digest", names=names)


async def remind(
    councils: Mapping[str, int],
    letter: Callable[[str], Awaitable[Reply]],
    tell: Callable[[int, Reply], Awaitable[None]],
    now: Callable[[], datetime],
    pause: Callable[[float], Awaitable[None]],
) -> None:
    """Write until cancelled. ``letter`` gives what a council is told, ``councils`` their rooms.

    Where the store cannot be read at the moment, the letter waits a week.
    """
    while True:
        at = next_reminder(now())
        await pause((at - now()).total_seconds())
        for council, chat in councils.items():
            try:
                told = await letter(council)
            except StoreError:
                continue
            if told.parts:
                await tell(chat, told)
