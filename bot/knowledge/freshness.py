"""How old a fact may become: when it is to be verified anew, and when a plan runs out. Pure."""

import calendar
from datetime import date, timedelta
from typing import Literal

# Directories die of stale numbers: what was not looked at for two years is looked at again.
GOOD_FOR = timedelta(days=730)
PLAN_WARNING = timedelta(days=183)


def last_day(written: str) -> date | None:
    """The last day that 2026, 2026-03 or 2026-03-31 can mean; None where there is no such day."""
    year, month, day, *_ = (*map(int, written.split("-")), 0, 0)
    try:
        return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except (ValueError, IndexError):
        return None


def due(verified: str, today: date) -> bool:
    """Whether what was verified then is to be verified again; at once where it never was."""
    then = last_day(verified) if verified else None
    return then is None or then + GOOD_FOR < today


def plan_end(end: str, today: date) -> Literal["ended", "ending", "running"]:
    """How a plan that ends in a month (2031-03) stands today."""
    last = last_day(end)
    if last is None or last - PLAN_WARNING > today:
        return "running"
    return "ending" if last >= today else "ended"
