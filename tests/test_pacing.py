"""Telegram's limits are kept whatever is sent, and a chat that must wait holds up no other."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pacing import CHAT, GROUP, UNLIMITED, Pace, Rate

CHATS = st.sampled_from(["1", "2", "3", "-1", "-2"])


def most_within(moments: list[float], seconds: float) -> int:
    return max(
        (sum(start <= at < start + seconds for at in moments) for start in moments), default=0
    )


@given(st.lists(st.tuples(CHATS, st.floats(0, 3)), min_size=1, max_size=200))
def test_no_limit_is_ever_passed(wishes: list[tuple[str, float]]) -> None:
    pace, now = Pace(Rate(30, 20), CHAT, GROUP, 0.0), 0.0
    sent: list[tuple[str, float]] = []
    for chat, pause in wishes:
        now += pause
        # A hair more than asked for: a sum of parts is not quite the whole.
        now += pace.wait(chat, now) + 1e-6
        assert pace.wait(chat, now) == 0
        pace.sent(chat, now)
        sent.append((chat, now))
    assert most_within([at for _, at in sent], 0.999) <= 50
    for place in {chat for chat, _ in sent}:
        here = [at for chat, at in sent if chat == place]
        assert most_within(here, 0.999) <= 1
        if place.startswith("-"):
            assert most_within(here, 59.9) <= 20


def test_a_chat_that_waits_holds_up_no_other() -> None:
    pace = Pace(Rate(30, 20), CHAT, GROUP, 0.0)
    for _ in range(8):
        pace.sent("1", 100.0)
    assert pace.wait("1", 100.0) > 7
    assert pace.wait("2", 100.0) == 0


def test_it_begins_carefully_and_then_forgets_the_quiet() -> None:
    pace = Pace(Rate(30, 20), CHAT, GROUP, 0.0)
    pace.sent("1", 0.0)
    assert 0 < pace.wait("2", 0.0) < 0.04
    for chat in range(2000):
        pace.sent(str(chat), 1000.0 + chat)
    assert len(pace._next) < 1100


def test_without_limits_nobody_waits() -> None:
    pace = Pace(UNLIMITED, UNLIMITED, UNLIMITED, 0.0)
    for _ in range(100):
        assert pace.wait("-1", 1.0) == 0
        pace.sent("-1", 1.0)
