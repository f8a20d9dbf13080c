"""When to answer, when to offer a choice, and when to say honestly that none is ours."""

from enum import StrEnum

from bot.understanding.match import Belief


class Verdict(StrEnum):
    """``ANSWER`` one entry, ``SUGGEST`` a few, ``CONTACT`` an office, ``CHAT`` back, or ``REFUSE``."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    CONTACT = "contact"
    CHAT = "chat"
    REFUSE = "refuse"


# Measured on utterances held out by need and by author; see docs/matching.md.
OURS = 0.5
NEAR = 0.12
SURE = 0.45
MARGIN = 0.12


def judge(belief: Belief) -> Verdict:
    """What to do with what a message seems to be about."""
    elsewhere = 1 - belief.ours - belief.smalltalk
    if belief.smalltalk >= max(0.5, elsewhere):
        return Verdict.CHAT
    if belief.ours < OURS or belief.near < NEAR:
        return Verdict.REFUSE
    if belief.contact >= 0.5 * belief.ours:
        return Verdict.CONTACT
    if not belief.ranked:
        return Verdict.REFUSE
    best = belief.ranked[0].score
    second = belief.ranked[1].score if len(belief.ranked) > 1 else 0.0
    return Verdict.ANSWER if best >= SURE and best - second >= MARGIN else Verdict.SUGGEST
