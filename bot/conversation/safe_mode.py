"""The safe mode: what comes next from the first sign of a danger until it is said to be over."""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import crisis
from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.recognition import calmed
from bot.conversation.nearest import office_for
from bot.conversation.wording import Wording
from bot.model import DV, EMERGENCY, LIFE, Knowledge, NeedKind, Office, Session, Turn
from bot.understanding.danger import Danger, Grade
from bot.understanding.match import Belief
from bot.understanding.places import Where
from bot.understanding.refusal import Verdict, judge

_MOST = 3
_PLAINLY = 0.9


def later(knowledge: Knowledge, session: Session, where: Where) -> Office | None:
    """Where to turn after a crisis, in the city that was named or chosen."""
    council = where.council or session.council
    return office_for(knowledge, session, council, where.office, None) if council else None


def hear(
    knowledge: Knowledge,
    session: Session,
    text: str,
    asked: Aside | None,
    danger: Danger,
    office: Office | None,
    say: Wording,
) -> Turn | None:
    """What is said in danger, and until it is over; None where a message is for the ordinary way."""
    if session.danger and _over(session, text, asked, danger):
        return crisis.over(knowledge, session, say)
    worse = _worse(knowledge, session, danger) if danger.grade is Grade.CRISIS else session
    if session.danger and crisis.cannot_call(text, already=True):
        return crisis.without_voice(knowledge, worse, office, say)
    if danger.grade is Grade.CRISIS:
        voiceless = session.writes or crisis.cannot_call(text, already=False)
        return crisis.answer(knowledge, worse, office, say, voiceless=voiceless)
    if not session.danger:
        return None
    if asked in (Aside.EMAIL, Aside.FAX):
        return crisis.without_voice(knowledge, session, office, say)
    if asked not in (None, Aside.PAST):
        return crisis.about_lines(knowledge, session, office, asked, say)
    if danger.grade is Grade.CARE:
        return crisis.still(knowledge, session, office, say)
    return None


def ordinary(
    knowledge: Knowledge,
    session: Session,
    belief: Belief,
    kinds: Mapping[str, NeedKind],
    where: Where,
    say: Wording,
) -> Turn:
    """A message after a crisis that is no danger itself: answered where it is plain what helps.

    In an emergency whatever is asked is about it（「水をかけていい？」）: whoever answers at 119 knows.
    """
    office, council = later(knowledge, session, where), where.council or session.council
    need, p = belief.top(NeedKind.NEED, NeedKind.ELSEWHERE, of=kinds)
    told = knowledge.needs[need]
    if session.danger[0] == EMERGENCY or p < _PLAINLY or told.asks_back:
        return crisis.still(knowledge, session, office, say)
    verdict = judge(belief)
    if verdict is Verdict.REFUSE and told.kind is NeedKind.ELSEWHERE and told.reply.ja:
        return crisis.told_beside(knowledge, session, say.pick(told.reply), office, say)
    if council is None or verdict is not Verdict.ANSWER:
        return crisis.still(knowledge, session, office, say)
    entry = knowledge.entries[belief.ranked[0].id]
    near = office_for(knowledge, session, council, where.office, entry.office)
    return crisis.beside(knowledge, session, entry, near, say)


def _worse(knowledge: Knowledge, session: Session, danger: Danger) -> Session:
    """The session in a danger; what was said of it before is not forgotten when it gets worse.

    Of a message after the first only the likeliest situation is taken, and unless it is an
    emergency only where it cannot be what was spoken of before.
    """
    new, before = danger.situations, session.danger
    if before and new[0] != EMERGENCY and before[0] in new:
        new = before
    situations = tuple(dict.fromkeys((*new[:1], *before)))[:_MOST] if before else new
    lines = list(danger.lines)
    if new[0] == EMERGENCY and DV in before:
        # An emergency after violence is the doing of whoever was violent: the police come first.
        lines.extend(id_ for id_ in knowledge.situations[DV].hotlines if id_ in knowledge.at_once)
    lines.extend(session.lines)
    return replace(session, danger=situations, lines=tuple(dict.fromkeys(lines)))


def _over(session: Session, text: str, asked: Aside | None, danger: Danger) -> bool:
    """Whether somebody says that the danger is over.

    Who is found or comes home is safe where a life was at stake, but not where somebody is violent.
    """
    at_stake = session.danger[0] in (EMERGENCY, LIFE) and DV not in session.danger
    told = asked is Aside.CALM or (asked is Aside.PAST and at_stake)
    return told or (danger.grade is not Grade.CRISIS and calmed(text))
