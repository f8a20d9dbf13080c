"""Open now, or when next: with breaks, holidays and the end of the year."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.clock import after_hours
from bot.conversation.guide import Guide
from bot.conversation.hours import JAPAN, Hours, State, hours, is_holiday, openings
from bot.conversation.wording import Wording
from bot.model import Opening, Schedule

WEEK = frozenset(range(5))
PLAIN = Schedule((Opening(WEEK, time(8, 30), time(17, 15)),), closed=(((12, 29), (1, 3)),))
BROKEN = Schedule(
    (Opening(WEEK, time(8, 30), time(12)), Opening(WEEK, time(13), time(17, 15))),
    unsure=(((12, 27), (1, 5)),),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("schedule", "now", "state", "change"),
    [
        (PLAIN, "2026-11-20T17:14", State.OPEN, "2026-11-20T17:15"),
        # 金曜の夜。土日のあとの月曜は勤労感謝の日なので、次は火曜。
        (PLAIN, "2026-11-20T17:15", State.CLOSED, "2026-11-24T08:30"),
        (PLAIN, "2026-11-22T10:00", State.CLOSED, "2026-11-24T08:30"),
        (PLAIN, "2026-11-23T10:00", State.CLOSED, "2026-11-24T08:30"),
        (PLAIN, "2026-11-24T07:00", State.CLOSED, "2026-11-24T08:30"),
        # 年末年始をはさむ。
        (PLAIN, "2026-12-28T18:00", State.CLOSED, "2027-01-04T08:30"),
        (BROKEN, "2026-11-24T12:30", State.BREAK, "2026-11-24T13:00"),
        (BROKEN, "2026-11-24T13:00", State.OPEN, "2026-11-24T17:15"),
        (BROKEN, "2026-12-28T10:00", State.UNSURE, None),
        (BROKEN, "2026-12-25T18:00", State.CLOSED, None),
        # 振替休日と国民の休日。
        (PLAIN, "2026-05-05T10:00", State.CLOSED, "2026-05-07T08:30"),
        (PLAIN, "2026-09-22T10:00", State.CLOSED, "2026-09-24T08:30"),
    ],
)
def test_a_moment(schedule: Schedule, now: str, state: State, change: str | None) -> None:
    assert hours(schedule, at(now)) == Hours(state, at(change) if change else None)


def test_the_clock_of_japan_counts_wherever_the_machine_is() -> None:
    utc = datetime.fromisoformat("2026-11-24T00:00+00:00")
    assert hours(PLAIN, utc).state is State.OPEN
    assert not is_holiday(date(2026, 11, 24))


@given(st.integers(0, 8 * 366 * 24 * 60), st.sampled_from((PLAIN, BROKEN)))
def test_what_is_promised_holds(minutes: int, schedule: Schedule) -> None:
    now = at("2024-01-01") + timedelta(minutes=minutes)
    found = hours(schedule, now)
    if found.change is None:
        assert found.state is State.UNSURE or openings(schedule, now.date()) is not None
        return
    assert found.change > now
    before = hours(schedule, found.change - timedelta(microseconds=1)).state
    after = hours(schedule, found.change).state
    assert (before is State.OPEN) == (found.state is State.OPEN)
    assert (after is State.OPEN) == (found.state is not State.OPEN)


def test_after_hours_it_is_said_what_to_do(guide: Guide) -> None:
    """しまっているときは、次にあく時と、急ぐときのことを言う。あいているときは言わない。"""
    office = replace(
        guide.knowledge.headquarters("konosu"),
        schedule=Schedule((Opening(frozenset(range(5)), time(8, 30), time(17, 15)),)),
    )
    for now, closed in (("2026-11-20 20:00", True), ("2026-11-20 10:00", False)):
        say = Wording(guide.knowledge.texts, "ja", at(now))
        assert [text.text for text in after_hours(office, say)] == [say("after-hours")] * closed
    assert "119" in Wording(guide.knowledge.texts, "easy")("after-hours")
