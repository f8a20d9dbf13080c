"""What is said in danger, and for as long as the resident has not said that it is over."""

import re
from dataclasses import replace

from bot.conversation.asides.kinds import Aside
from bot.conversation.calling import ways, written_ways
from bot.conversation.cards import (
    entry_card,
    hotline_line,
    hotline_number,
    hotlines_for,
    with_phone,
)
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    DV,
    EMERGENCY,
    Candidate,
    Card,
    Choice,
    Choices,
    Entry,
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
    r"(?:電話|でんわ|声|こえ|通話|119|110|189).{0,8}?(?:(?:でき|出来|でぎ|かけられ|かげられ|出せ|だせ|使え|つかえ|つながら|出|で|もって|持って)"
    r"い?(?:ない|なく|なか|ません|ね|ず)|こわ|怖|苦手|にがて|無理|むり|ない|無い|ねえ|いや|嫌|だめ|したく)"
    r"|(?:耳|みみ)が?(?:聞こえ|きこえ)(?:ない|なく|ません|ず|ねえ|ね)|(?:ろう者|聾|聴覚障害|難聴)"
    r"|(?:can'?t|cannot|can not|unable to|afraid to|no) (?:make a |use (?:a |the |my )?)?(?:phone|call|speak|talk)"
    r"|(?:i am|i'm) deaf"
)
# Of a worry they say something else:「誰にも話せない」.
_CANNOT_SPEAK = re.compile(r"(?:しゃべ|喋|話|はな)(?:れ|せ)(?:ない|ません|ねえ)")


def answer(
    knowledge: Knowledge,
    session: Session,
    office: Office | None,
    say: Wording,
    *,
    voiceless: bool = False,
) -> Turn:
    """The lines for the session's danger; ``office`` is where to turn later.

    The words are kept nowhere. ``voiceless`` is for those who cannot phone: somebody else has to.
    """
    # Who lies unconscious is not helped by being thanked.
    first = say("crisis-at-once" if session.danger[0] == EMERGENCY else "crisis")
    advice = say.pick(knowledge.situations[session.danger[0]].advice)
    settled = replace(session, pending=None, topic=None, to_staff=False)
    parts = [Text(f"{first}\n{advice}")]
    if voiceless:
        parts.append(Text(say("crisis-cannot-call")))
    parts.extend(_lines(knowledge, settled, office, say, voiceless=voiceless))
    if office:
        parts.append(Text(say("crisis-council", contact=with_phone(office, say))))
    parts.append(Text(say("crisis-kept")))
    return _going_on(settled, tuple(parts), office, say)


def still(knowledge: Knowledge, session: Session, office: Office | None, say: Wording) -> Turn:
    """A message after a crisis that nothing can be said to: in short the lines, and the way out."""
    numbers = _numbers(knowledge, session, office, say)
    parts = (Text(say("crisis-still")), numbers, *_later(office, say), _way_out(say))
    return _going_on(session, parts, office, say)


def about_lines(
    knowledge: Knowledge, session: Session, office: Office | None, asked: Aside, say: Wording
) -> Turn:
    """A short question in danger is about the lines: when, at what cost, who hears of it, what if."""
    advice = say.pick(knowledge.situations[session.danger[0]].advice)
    told = {
        Aside.PRIVACY: f"{say('secret')}\n{say('crisis-kept')}\n{advice}",
        Aside.IF_WRONG: f"{say('crisis-if-wrong')}\n{advice}",
        Aside.AFTERWARDS: f"{say('crisis-afterwards')}\n{advice}",
        Aside.AFRAID: say("crisis-afraid"),
        Aside.WILL_CALL: say("will-call"),
        Aside.PERSON: say("crisis-still"),
    }.get(asked, say("crisis-about-lines"))
    parts = [Text(told), *_lines(knowledge, session, office, say), *_later(office, say)]
    return _going_on(session, (*parts, _way_out(say)), office, say)


def beside(
    knowledge: Knowledge,
    session: Session,
    entry: Entry,
    office: Office,
    say: Wording,
) -> Turn:
    """An ordinary question after a crisis is answered, and the lines stay in sight."""
    parts = (Text(say("crisis-beside")), entry_card(knowledge, entry, office, say))
    reply = Reply(parts, Choices((ways(office, say, entry),)))
    return in_sight(knowledge, session, reply, office, say)


def told_beside(
    knowledge: Knowledge, session: Session, words: str, office: Office | None, say: Wording
) -> Turn:
    """What is not ours is told where it belongs after a crisis, too, and the lines stay in sight."""
    reply = Reply((Text(words), *_later(office, say)))
    return in_sight(knowledge, session, reply, office, say)


def in_sight(
    knowledge: Knowledge, session: Session, reply: Reply, office: Office | None, say: Wording
) -> Turn:
    """A reply in the safe mode, between the lines and the way out of it."""
    parts = (_numbers(knowledge, session, office, say), *reply.parts, _way_out(say))
    turn = _going_on(session, parts, office, say, reply.choices.rows)
    return replace(turn, reply=replace(turn.reply, keep=reply.keep))


def cannot_call(text: str, *, already: bool) -> bool:
    """Whether somebody in danger says that a call is what they cannot make.

    ``already`` is after the lines were shown: then they say it in few words.
    """
    spoken = normalise(text)
    if already:
        short = len(spoken) <= _SHORT
        return short and bool(_CANNOT_CALL.search(spoken) or _CANNOT_SPEAK.search(spoken))
    return bool(_CANNOT_CALL.search(spoken))


def without_voice(
    knowledge: Knowledge, session: Session, office: Office | None, say: Wording
) -> Turn:
    """What is left to those who cannot phone: somebody who phones for them, and other ways to write."""
    lines = _lines(knowledge, session, office, say, voiceless=True)
    parts = [Text(say("crisis-cannot-call")), *lines]
    # Where minutes count no fax is of use.
    if office and session.danger[0] != EMERGENCY and (written := written_ways(office, say)):
        name = say.pick(office.name)
        parts.append(Text(say("crisis-instead", office=name, ways=written)))
    return _going_on(session, (*parts, _way_out(say)), office, say)


def over(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """The resident says that it is over. A number stays in sight: a joke is often a retreat."""
    settled = replace(session, danger=(), lines=())
    first = [line for line in session.lines if line not in knowledge.at_once]
    past = session.danger[:1] in ((), (EMERGENCY,)) and DV not in session.danger
    if past and not first:
        return Turn(Reply((Text(say("calm")),)), settled, Outcome.SMALLTALK)
    council = knowledge.councils.get(session.council or "")
    lasting = [situation for situation in session.danger if situation != EMERGENCY]
    line = hotlines_for(knowledge, lasting or session.danger, council, first)[0]
    parts = (Text(say("crisis-over")), Text(hotline_number(line, say)))
    return Turn(Reply(parts), settled, Outcome.SMALLTALK)


def kinds(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """Which danger is it? For those who do not type."""
    rows = tuple(
        (Choice(say.pick(situation.name), token("danger", situation.id)),)
        for situation in knowledge.situations.values()
    )
    return Turn(Reply((Text(say("which-danger")),), Choices(rows)), session, Outcome.SMALLTALK)


def _hotlines(knowledge: Knowledge, session: Session, office: Office | None) -> list[Hotline]:
    council = knowledge.councils[office.council] if office else None
    return hotlines_for(knowledge, session.danger, council, session.lines)


def _lines(
    knowledge: Knowledge,
    session: Session,
    office: Office | None,
    say: Wording,
    *,
    voiceless: bool = False,
) -> list[Text]:
    """The lines with all that is known of them; to the voiceless first those that can be written to.

    An ambulance is not to wait for that.
    """
    lines = _hotlines(knowledge, session, office)
    if voiceless and session.danger[0] != EMERGENCY:
        lines.sort(key=lambda line: not line.written)
    return [Text(hotline_line(line, say)) for line in lines]


def _later(office: Office | None, say: Wording) -> tuple[Text, ...]:
    contact = say("welfare-contact", contact=with_phone(office, say)) if office else ""
    return (Text(contact),) if contact else ()


def _numbers(knowledge: Knowledge, session: Session, office: Office | None, say: Wording) -> Text:
    lines = _hotlines(knowledge, session, office)
    return Text("\n".join(hotline_number(line, say) for line in lines))


def _way_out(say: Wording) -> Text:
    return Text(say("crisis-way-out", choice=say("do-calm")))


def _going_on(
    session: Session,
    parts: tuple[Text | Card, ...],
    office: Office | None,
    say: Wording,
    rows: tuple[tuple[Choice, ...], ...] = (),
) -> Turn:
    """The danger goes on until the one choice that ends it."""
    return Turn(
        Reply(parts, Choices((*rows, (Choice(say("do-calm"), token("calm")),)))),
        session,
        Outcome.CRISIS,
        tuple(Candidate(situation, 1.0) for situation in session.danger),
        office.council if office else None,
    )
