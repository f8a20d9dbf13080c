"""What is said in danger, and for as long as the resident has not said that it is over."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.calling import written_ways
from bot.conversation.cards import hotline_line, hotlines_for, with_phone
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    EMERGENCY,
    Candidate,
    Choice,
    Choices,
    Hotline,
    Knowledge,
    Office,
    Outcome,
    Reply,
    Session,
    Text,
    Turn,
)
from bot.understanding.japanese import normalise

_SHORT = 30
_CANNOT_CALL = re.compile(
    r"(?:電話|でんわ|声|こえ|通話).{0,8}?(?:(?:でき|出来|でぎ|かけられ|かげられ|出せ|だせ|使え|つかえ|つながら|出|で|もって|持って)"
    r"い?(?:ない|なく|なか|ません|ね|ず)|こわ|怖|苦手|にがて|無理|むり|ない|無い|ねえ|いや|嫌|だめ|したく)"
    r"|(?:しゃべ|喋|話|はな)(?:れ|せ)(?:ない|ません|ねえ)|耳が(?:聞こえ|きこえ)"
    r"|(?:can'?t|cannot|can not|unable to|afraid to|no) (?:make a |use (?:a |the |my )?)?(?:phone|call|speak|talk)"
)


def answer(
    knowledge: Knowledge,
    session: Session,
    situations: Sequence[str],
    office: Office | None,
    say: Wording,
) -> Turn:
    """The lines for a danger; ``office`` is where to turn later. The words are kept nowhere."""
    # Who lies unconscious is not helped by being thanked.
    first = say("crisis-at-once" if situations[0] == EMERGENCY else "crisis")
    advice = say.pick(knowledge.situations[situations[0]].advice)
    settled = replace(session, pending=None, topic=None, to_staff=False, danger=tuple(situations))
    parts = [Text(f"{first}\n{advice}"), *_lines(knowledge, settled, office, say)]
    if office:
        parts.append(Text(say("crisis-council", contact=with_phone(office, say))))
    parts.append(Text(say("crisis-kept")))
    return _going_on(settled, tuple(parts), office, say)


def still(knowledge: Knowledge, session: Session, office: Office | None, say: Wording) -> Turn:
    """A message after a crisis, whatever it asks: in short the lines, and the way out."""
    lines = _hotlines(knowledge, session, office)
    numbers = "\n".join(f"{say.pick(line.name)}\n☎ {line.number}" for line in lines)
    parts = [Text(say("crisis-still")), Text(numbers)]
    if office:
        parts.append(Text(say("welfare-contact", contact=with_phone(office, say))))
    return _going_on(session, (*parts, _way_out(say)), office, say)


def cannot_call(text: str) -> bool:
    """Whether somebody in danger says that a call is what they cannot make."""
    spoken = normalise(text)
    return len(spoken) <= _SHORT and bool(_CANNOT_CALL.search(spoken))


def without_voice(
    knowledge: Knowledge, session: Session, office: Office | None, say: Wording
) -> Turn:
    """What is left to those who cannot phone: somebody who phones for them, and other ways to write."""
    parts = [Text(say("crisis-cannot-call")), *_lines(knowledge, session, office, say)]
    if office and (written := written_ways(office, say)):
        name = say.pick(office.name)
        parts.append(Text(say("crisis-instead", office=name, ways=written)))
    return _going_on(session, (*parts, _way_out(say)), office, say)


def over(session: Session, say: Wording) -> Turn:
    """The resident says that it is over."""
    settled = replace(session, danger=())
    return Turn(Reply((Text(say("crisis-over")),)), settled, Outcome.SMALLTALK)


def kinds(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """Which danger is it? For those who do not type."""
    rows = tuple(
        (Choice(say.pick(situation.name), token("danger", situation.id)),)
        for situation in knowledge.situations.values()
    )
    return Turn(Reply((Text(say("which-danger")),), Choices(rows)), session, Outcome.SMALLTALK)


def _hotlines(knowledge: Knowledge, session: Session, office: Office | None) -> list[Hotline]:
    council = knowledge.councils[office.council] if office else None
    return hotlines_for(knowledge, session.danger, council)


def _lines(
    knowledge: Knowledge, session: Session, office: Office | None, say: Wording
) -> list[Text]:
    return [Text(hotline_line(line, say)) for line in _hotlines(knowledge, session, office)]


def _way_out(say: Wording) -> Text:
    return Text(say("crisis-way-out", choice=say("do-calm")))


def _going_on(
    session: Session, parts: tuple[Text, ...], office: Office | None, say: Wording
) -> Turn:
    """The danger goes on until the one choice that ends it."""
    return Turn(
        Reply(parts, Choices(((Choice(say("do-calm"), token("calm")),),))),
        session,
        Outcome.CRISIS,
        tuple(Candidate(situation, 1.0) for situation in session.danger),
        office.council if office else None,
    )
