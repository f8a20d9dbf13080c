"""When to answer, when to offer a choice, and when to say honestly that none is ours."""

import math
from enum import StrEnum

from bot.understanding.match import Belief


class Verdict(StrEnum):
    """``ANSWER`` one entry, ``SUGGEST`` a few, ``CONTACT`` an office, ``CHAT`` back, or ``REFUSE``."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    CONTACT = "contact"
    CHAT = "chat"
    REFUSE = "refuse"


# Log odds of being ours from the evidence, fitted on labelled questions of several authors and
# checked on others'; docs/matching.md tells how, and what each part brings.
_OURS = 6.1
_ELSEWHERE = -4.74
_NEARER = 9.56
_WORDS = 1.54
_BIAS = -3.58
_BELIEF = 0.14
# Where 3 % of what is ours would be refused.
REFUSED_BELOW = -0.8
SURE = 0.45
_CHAT = 0.5
_CHAT_LONG = 0.9
_CHAT_WORDS = 6
MARGIN = 0.12


def odds(belief: Belief) -> float:
    """Log odds that the message is about something of ours."""
    evidence = belief.evidence
    share = min(max(belief.ours, 1e-6), 1 - 1e-6)
    return (
        _OURS * evidence.ours
        + _ELSEWHERE * evidence.elsewhere
        + _NEARER * evidence.nearer
        + _WORDS * math.log1p(evidence.words)
        + _BELIEF * (math.log(share) - math.log1p(-share))
        + _BIAS
    )


def judge(belief: Belief) -> Verdict:
    """What to do with what a message seems to be about."""
    elsewhere = 1 - belief.ours - belief.smalltalk
    # A greeting before a long story is not the story.
    likely = _CHAT if belief.evidence.words <= _CHAT_WORDS else _CHAT_LONG
    if belief.smalltalk >= max(likely, elsewhere):
        return Verdict.CHAT
    if not belief.named and odds(belief) < REFUSED_BELOW:
        return Verdict.REFUSE
    if belief.contact >= 0.5 * belief.ours:
        return Verdict.CONTACT
    if not belief.ranked:
        return Verdict.REFUSE
    best = belief.ranked[0].score
    second = belief.ranked[1].score if len(belief.ranked) > 1 else 0.0
    return Verdict.ANSWER if best >= SURE and best - second >= MARGIN else Verdict.SUGGEST
