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


# Log odds of being ours from the evidence, fitted by benchmarks/fit_refusal.py on utterances that
# were held out, most of the needs that are not ours with all their utterances.
_OURS = 6.64
_ELSEWHERE = -2.99
_NEARER = 1.57
_WHOLE = 2.63
_BIAS = 1.48
# Where less than 1 % of what is ours is refused on the labelled questions to tune on.
REFUSED_BELOW = -0.6
# From here on a sentence beside others that are not ours is answered.
PLAINLY_OURS = 2.5
# How near an entry found by its own text must be to be more than a name or a way to call.
PLAINLY_FOUND = 1.3
SURE = 0.45
_CHAT = 0.5
_CHAT_LONG = 0.9
_CHAT_WORDS = 6
MARGIN = 0.12


def odds(belief: Belief) -> float:
    """Log odds that the message is about something of ours."""
    evidence = belief.evidence
    return (
        _OURS * evidence.ours
        + _ELSEWHERE * evidence.elsewhere
        + _NEARER * evidence.nearer
        + _WHOLE * evidence.whole
        + _BIAS
    )


def judge(belief: Belief) -> Verdict:
    """What to do with what a message seems to be about."""
    elsewhere = 1 - belief.ours - belief.smalltalk
    # A greeting before a long story is not the story.
    likely = _CHAT if belief.words <= _CHAT_WORDS else _CHAT_LONG
    if belief.smalltalk >= max(likely, elsewhere) and not belief.found:
        return Verdict.CHAT
    if not belief.named and not belief.found and odds(belief) < REFUSED_BELOW:
        return Verdict.REFUSE
    if belief.contact >= 0.5 * belief.ours and belief.found < PLAINLY_FOUND:
        return Verdict.CONTACT
    if not belief.ranked:
        return Verdict.REFUSE
    best = belief.ranked[0].score
    second = belief.ranked[1].score if len(belief.ranked) > 1 else 0.0
    return Verdict.ANSWER if best >= SURE and best - second >= MARGIN else Verdict.SUGGEST
