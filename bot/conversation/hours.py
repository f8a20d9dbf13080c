"""When an office is open: a pure function of its schedule and the clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache

import holidays

from bot.model import Opening, Schedule, Span

JAPAN = timezone(timedelta(hours=9), "JST")
_LONGEST_CLOSED = 60


class State(StrEnum):
    """``BREAK``: closed for a while, and open again later today. ``UNSURE``: the source is silent."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Hours:
    """The state at a moment; where open, until when, and else from when, in the time of Japan.

    ``change`` is None where nothing is known of it.
    """

    state: State
    change: datetime | None = None


def hours(schedule: Schedule, now: datetime) -> Hours:
    """Whether an office is open at a moment (with its zone), and when that changes."""
    here = now.astimezone(JAPAN)
    today = openings(schedule, here.date())
    if today is None:
        return Hours(State.UNSURE)
    for opening in today:
        if opening.start <= here.time() < opening.end:
            return Hours(State.OPEN, _at(here.date(), opening.end))
    later = [opening for opening in today if opening.start > here.time()]
    if later:
        begun = len(later) < len(today)
        state = State.BREAK if begun else State.CLOSED
        return Hours(state, _at(here.date(), later[0].start))
    return Hours(State.CLOSED, _next(schedule, here.date()))


def openings(schedule: Schedule, day: date) -> tuple[Opening, ...] | None:
    """The openings of a day in their order; None where the source does not tell."""
    if _within(day, schedule.closed):
        return ()
    if not schedule.holidays and is_holiday(day):
        return ()
    regular = tuple(o for o in schedule.openings if day.weekday() in o.days)
    if regular and _within(day, schedule.unsure):
        return None
    return tuple(sorted(regular, key=lambda opening: opening.start))


def is_holiday(day: date) -> bool:
    """Whether a day is a public holiday of Japan."""
    return day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


def _next(schedule: Schedule, day: date) -> datetime | None:
    """The first opening after a day, unless it lies behind days of which nothing is known."""
    for days in range(1, _LONGEST_CLOSED):
        then = day + timedelta(days=days)
        found = openings(schedule, then)
        if found is None:
            return None
        if found:
            return _at(then, found[0].start)
    return None


def _within(day: date, spans: tuple[Span, ...]) -> bool:
    at = (day.month, day.day)
    return any(
        begin <= at <= end if begin <= end else at >= begin or at <= end for begin, end in spans
    )


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, JAPAN)
