"""Days, times and opening hours in words."""

from datetime import date, datetime

from bot.conversation.hours import State, hours
from bot.conversation.wording import Wording
from bot.model import Office, Schedule, Text


def open_now(office: Office, say: Wording) -> str:
    """Whether an office is open at the moment, and from or until when; empty where it is unknown."""
    if office.opening is None or say.now is None:
        return ""
    now = hours(office.opening, say.now)
    if now.change is None:
        return say("hours-unsure" if now.state is State.UNSURE else "hours-closed")
    return say(f"hours-{now.state.value}-until", when=_when(now.change, say))


def after_hours(office: Office, say: Wording) -> tuple[Text, ...]:
    """What to do where an office is closed at the moment; nothing where it is open or unknown."""
    if office.opening is None or say.now is None:
        return ()
    closed = hours(office.opening, say.now).state is State.CLOSED
    return (Text(say("after-hours")),) if closed else ()


def opened(schedule: Schedule, weekday: int, say: Wording) -> str:
    """Whether it is open on a weekday (0 is Monday), and from when to when."""
    times = [o for o in schedule.openings if weekday in o.days]
    name = say(f"weekday-{weekday}-long")
    if not times:
        return say("weekday-closed", weekday=name)
    spans = [
        f"{o.start.hour}:{o.start:%M}〜{o.end.hour}:{o.end:%M}"
        for o in sorted(times, key=lambda o: o.start)
    ]
    return say("weekday-open", weekday=name, times=say("list-joiner").join(spans))


def spoken_span(schedule: Schedule, say: Wording) -> str:
    """When it is closed in the year, as far as the source tells."""
    if schedule.unsure or not schedule.closed:
        return say("year-end-unsure")
    spans = [
        say("span", begin=_month_day(begin, say), end=_month_day(end, say))
        for begin, end in schedule.closed
    ]
    return say("year-end-closed", spans=say("list-joiner").join(spans))


def spoken_day(day: date, say: Wording) -> str:
    """11月24日（火）."""
    weekday = say(f"weekday-{day.weekday()}")
    return say("day", date=_month_day((day.month, day.day), say), weekday=weekday)


def _month_day(at: tuple[int, int], say: Wording) -> str:
    return say("month-day", month=str(at[0]), day=str(at[1]))


def _when(moment: datetime, say: Wording) -> str:
    assert say.now is not None
    clock = say("clock", hour=str(moment.hour), minute=f"{moment.minute:02}")
    if moment.date() == say.now.astimezone(moment.tzinfo).date():
        return clock
    return say("day-and-clock", day=spoken_day(moment.date(), say), clock=clock)
