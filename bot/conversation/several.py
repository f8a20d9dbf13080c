"""A message that speaks of several things: which of them is ours, and where the others belong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.answering import Inquiry
from bot.model import Knowledge, NeedKind
from bot.understanding.japanese import normalise
from bot.understanding.match import Belief
from bot.understanding.refusal import PLAINLY_OURS, Verdict, judge, odds

# What begins something else; それから and そして go on with a story as often.
_NEXT = r"(?:あと(?!で|から|少し|何|\d)|それと)"
_ALSO = rf"(?:{_NEXT}|ついでに|also\b|and also\b)"
_BESIDES = re.compile(rf"[。!?！？\n]+\s*|(?<=[A-Za-z])\.\s+|[、,，]\s*(?={_NEXT})")
_ADDED = re.compile(_ALSO)
_BEGINNING = re.compile(rf"(?:{_ALSO}|それから|そして|and\b)[、,\s]*")
_SHORTEST = 4
_OURS = (Verdict.ANSWER, Verdict.SUGGEST)
_ABOUT = 0.1
_ELSEWHERE = 0.5
_PLAINLY = 0.9


def need_of(belief: Belief, kinds: Mapping[str, NeedKind]) -> str | None:
    """What a message most likely is about, be it ours or not; None where it is about nothing."""
    need, p = belief.top(NeedKind.NEED, NeedKind.ELSEWHERE, of=kinds)
    return need if p >= _ABOUT else None


def told_apart(inquiry: Inquiry, believe: Callable[[str], Belief]) -> Inquiry:
    """The inquiry, with what other parts of the message speak of: more of ours, and what is not.

    Where the whole seems to be none of ours, it is about the one part that plainly is.
    """
    council, verdict = inquiry.council, inquiry.verdict
    if council is None or inquiry.where.elsewhere or verdict not in (Verdict.REFUSE, *_OURS):
        return inquiry
    parts = _parts(inquiry.text)
    if len(parts) < 2:
        return inquiry
    if verdict in _OURS:
        # What is added may be what was answered; then the beginning is what was left.
        told = [part for at, part in enumerate(parts) if at == 0 or _ADDED.match(part)]
        if len(told) < 2:
            return inquiry
        beliefs = [believe(_BEGINNING.sub("", part)) for part in told]
        too, after = _more(inquiry, beliefs), _belonging(inquiry, beliefs)
        return replace(inquiry, too=too, after=after)
    beliefs = [believe(_BEGINNING.sub("", part)) for part in parts]
    ours = [one for one in beliefs if judge(one) in _OURS and odds(one) >= PLAINLY_OURS]
    if not ours:
        return inquiry
    best = max(ours, key=odds)
    return replace(
        inquiry,
        belief=best,
        verdict=judge(best),
        need=need_of(best, inquiry.kinds),
        before=_belonging(inquiry, beliefs),
    )


def _parts(text: str) -> list[str]:
    parts = (normalise(part) for part in _BESIDES.split(text))
    return [part for part in parts if len(part) >= _SHORTEST]


def _belonging(inquiry: Inquiry, beliefs: list[Belief]) -> str:
    """The first need that is not ours of which it is known who helps; empty where there is none."""
    tops = (one.top(NeedKind.ELSEWHERE, of=inquiry.kinds) for one in beliefs)
    return next(
        (need for need, p in tops if p >= _ELSEWHERE and _helps(inquiry.knowledge, need)), ""
    )


def _more(inquiry: Inquiry, beliefs: list[Belief]) -> str:
    """The first need of ours that is plainly another than what is answered; empty for none."""
    tops = (one.top(NeedKind.NEED, of=inquiry.kinds) for one in beliefs if judge(one) in _OURS)
    return next((need for need, p in tops if p >= _PLAINLY and need != inquiry.need), "")


def _helps(knowledge: Knowledge, need: str) -> bool:
    told = knowledge.needs[need]
    return bool(told.reply.ja) and not told.asks_back
