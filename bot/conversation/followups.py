"""Answers to short questions about what was spoken of last; the subject is kept in the session."""

from dataclasses import replace

from bot.conversation import asking, menu
from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.times import TIMES
from bot.conversation.calling import (
    NO_SUBJECT,
    Subject,
    came_for,
    doubt_number,
    reason,
    script,
    ways,
    written_ways,
)
from bot.conversation.cards import also_lines, entry_card, office_card, with_phone
from bot.conversation.clock import after_hours, open_now, opened, spoken_span
from bot.conversation.nearest import office_for
from bot.conversation.wording import Wording
from bot.model import Choices, Entry, Knowledge, Office, Outcome, Reply, Session, Text, Topic, Turn

_LABELS = {
    Aside.PHONE: "label-phone",
    Aside.FAX: "label-fax",
    Aside.EMAIL: "label-email",
    Aside.URL: "label-url",
    Aside.PLACE: "label-address",
}
_NOW = (Aside.PHONE, Aside.NOW, Aside.HOURS)
_WEEKDAYS = {Aside.SATURDAY: (5,), Aside.SUNDAY: (6,), Aside.WEEKEND: (5, 6)}
# Answered in words that end with whom to ask.
_SAID = {
    Aside.LARGER: "larger",
    Aside.PERSON: "person",
    Aside.AFRAID: "afraid",
    Aside.AFTERWARDS: "afterwards",
    Aside.MORE_OF_ONE: "tell-that",
}
# What the office of one's own place can be named for, though nothing was spoken of yet.
_OF_AN_OFFICE = (
    Aside.NO_CALL,
    Aside.PLACE,
    Aside.NO_ANSWER,
    Aside.LARGER,
    Aside.PERSON,
    Aside.AFRAID,
    Aside.AFTERWARDS,
    Aside.EMAIL,
    *TIMES,
)
# Of these the words alone tell no worry.
_OF_NOTHING = (
    Aside.OTHERS,
    Aside.NOT_THIS,
    Aside.ONCE_MORE,
    Aside.SAYING,
    *_OF_AN_OFFICE,
)
# What no source of ours tells; whoever answers the telephone does.
_UNTOLD = {
    Aside.COST: "untold-cost",
    Aside.REFUND: "untold-refund",
    Aside.BOOKING: "untold-booking",
    Aside.BRINGING: "untold-bringing",
    Aside.VISIT: "untold-visit",
    Aside.WHO: "untold-who",
    Aside.NAME: "untold-name",
    Aside.COMPANY: "untold-company",
    Aside.SPEECH: "untold-speech",
    Aside.ENTRANCE: "untold-entrance",
    Aside.IN_CHARGE: "untold-in-charge",
    Aside.INSURANCE: "untold-insurance",
    Aside.IF_WRONG: "untold-if-wrong",
}


def answer(knowledge: Knowledge, session: Session, asked: Aside, say: Wording) -> Turn:
    """The answer to an aside, about the office or entries of the session's topic."""
    topic = session.topic
    assert topic is not None
    office = knowledge.offices[topic.office]
    if asked is Aside.OTHERS:
        if len(topic.entries) > 1:
            return asking.next_best(knowledge, session, say("others"), say)
        parts = (Text(say("no-others")),)
        return _turn(session, office, Reply(parts, Choices((ways(office, say),))))
    if asked is Aside.NOT_THIS:
        return asking.next_best(knowledge, session, say("wrong"), say)
    if asked is Aside.WRONG_NUMBER:
        return _turn(session, office, _number_doubted(knowledge, office, topic, say))
    if asked is Aside.ONCE_MORE:
        return _turn(session, office, _once_more(knowledge, topic, office, say))
    if asked is Aside.SAYING:
        return _turn(session, office, script(office, _to_say(knowledge, topic, say), say))
    if asked in _UNTOLD:
        words = _untold(knowledge, office, asked, say)
    elif asked in (Aside.NO_CALL, Aside.NO_PHONE):
        written = written_ways(office, say)
        words = (
            say("visit-or-write", place=_fact(knowledge, office, Aside.PLACE, say), ways=written)
            if written
            else _fact(knowledge, office, Aside.PLACE, say)
        )
    elif asked is Aside.NO_ANSWER:
        words = _unanswered(knowledge, office, topic, say)
    elif asked in _SAID:
        words = say(_SAID[asked], contact=with_phone(office, say))
    else:
        words = (
            _fact(knowledge, office, asked, say) if asked in _LABELS else _time(office, asked, say)
        )
    later = after_hours(office, say) if asked in _NOW else ()
    rows = [ways(office, say)]
    if asked is Aside.NO_ANSWER and office.shown("phone"):
        rows.append((doubt_number(topic.question, say),))
    return _turn(session, office, Reply((Text(words), *later), Choices(tuple(rows))))


def without_subject(
    knowledge: Knowledge, session: Session, asked: Aside, say: Wording
) -> Turn | None:
    """The answer to an aside where nothing was spoken of yet; None where it may be a worry itself."""
    if asked not in _OF_NOTHING:
        return None
    if session.pending:
        words, choices = say("which-council"), menu.councils(knowledge, say)
    elif session.council is None:
        words, choices = say("nothing-yet"), menu.councils(knowledge, say)
    elif asked in _OF_AN_OFFICE:
        office = office_for(knowledge, session, session.council, None, None)
        here = replace(session, topic=Topic(session.council, office.id))
        return replace(answer(knowledge, here, asked, say), session=session)
    else:
        words = say("nothing-yet")
        choices = asking.parts_of_life(knowledge, session, say).reply.choices
    return Turn(Reply((Text(words),), choices), session, Outcome.SMALLTALK, council=session.council)


def moved(
    knowledge: Knowledge, session: Session, council: str, office_id: str | None, say: Wording
) -> Turn:
    """The same subject for another place: what was shown, with the office there."""
    topic = session.topic
    assert topic is not None
    entry = _same(knowledge, topic, council)
    own = entry.office if entry else knowledge.councils[council].headquarters
    office = knowledge.offices[office_id or own]
    settled = replace(
        session,
        council=council,
        office=office_id,
        topic=replace(
            topic,
            council=council,
            office=office.id,
            entries=(entry.id,) if entry else (),
            shown=entry is not None,
        ),
    )
    city = say.pick(knowledge.councils[council].place)
    place = say.pick(office.name) if office_id else city
    card = (
        entry_card(knowledge, entry, office, say, joining=topic.joining)
        if entry
        else office_card(knowledge, office, say)
    )
    rows = (ways(office, say, entry, _subject(knowledge, settled.topic)),)
    reply = Reply((Text(say("moved", place=place)), card), Choices(rows))
    return _turn(settled, office, reply)


def _once_more(knowledge: Knowledge, topic: Topic, office: Office, say: Wording) -> Reply:
    """In short what was shown last: the name of it, and the number to call."""
    entry = knowledge.entries[topic.entries[0]] if topic.entries else None
    name = (say.pick(entry.name),) if entry else ()
    words = "\n".join((*name, say("once-more", contact=with_phone(office, say))))
    rows = (ways(office, say, entry, _subject(knowledge, topic)),)
    return Reply((Text(words),), Choices(rows))


def _unanswered(knowledge: Knowledge, office: Office, topic: Topic, say: Wording) -> str:
    """What to do where nobody answers the telephone: when to try again, and who else there is."""
    written = written_ways(office, say)
    instead = say("call-instead", ways=written) if written else ""
    known = office.opening is not None or office.told_hours.ja
    hours = _time(office, Aside.HOURS, say) if known else ""
    need = knowledge.needs.get(_subject(knowledge, topic).need)
    lines = need.hotlines if need else ()
    others = also_lines(knowledge, lines, knowledge.councils[office.council], say)
    told = (say("no-answer", contact=with_phone(office, say)), hours, others, instead)
    return "\n".join(part for part in told if part)


def _subject(knowledge: Knowledge, topic: Topic | None) -> Subject:
    """What one came for who was shown what was spoken of last."""
    if topic is None or not topic.entries:
        return NO_SUBJECT
    entry = knowledge.entries[topic.entries[0]]
    return came_for(knowledge, entry, topic.need, joining=topic.joining)


def _to_say(knowledge: Knowledge, topic: Topic, say: Wording) -> str:
    """What one says on the telephone about what was shown last."""
    subject = _subject(knowledge, topic)
    if subject == NO_SUBJECT:
        return say("call-about-worry")
    return reason(knowledge, subject, knowledge.entries[topic.entries[0]], say)


def _number_doubted(knowledge: Knowledge, office: Office, topic: Topic, say: Wording) -> Reply:
    """Which number is meant, and the button by which staff hear that it is wrong."""
    phone = office.shown("phone")
    if not phone:
        return Reply((Text(_fact(knowledge, office, Aside.PHONE, say)),))
    choice = doubt_number(topic.question, say)
    words = say("number-doubt-ask", office=say.pick(office.name), phone=phone, choice=choice.label)
    return Reply((Text(words),), Choices(((choice,),)))


def _same(knowledge: Knowledge, topic: Topic, council: str) -> Entry | None:
    """What was shown, or what meets the same needs in another council."""
    if not topic.entries:
        return None
    first = knowledge.entries[topic.entries[0]]
    if first.council == council:
        return first
    shared = {
        entry.id: len(set(entry.needs) & set(first.needs))
        for entry in knowledge.entries_of(council)
    }
    best = max(shared, key=lambda id_: shared[id_])
    return knowledge.entries[best] if shared[best] else None


def _fact(knowledge: Knowledge, office: Office, asked: Aside, say: Wording) -> str:
    label, name = say(_LABELS[asked]), say.pick(office.name)
    value = say.pick(office.told_address) if asked is Aside.PLACE else office.shown(asked.value)
    central = knowledge.headquarters(office.council)
    if not value and asked is not Aside.PLACE and (known := central.shown(asked.value)):
        return say("fact", office=say.pick(central.name), label=label, value=known)
    if not value:
        return say("fact-unknown", label=label, contact=with_phone(office, say))
    postal = office.shown("postal_code") if asked is Aside.PLACE else ""
    return say("fact", office=name, label=label, value=f"〒{postal} {value}" if postal else value)


def _untold(knowledge: Knowledge, office: Office, asked: Aside, say: Wording) -> str:
    words = say("untold", asked=say(_UNTOLD[asked]), contact=with_phone(office, say))
    if asked is Aside.VISIT and office.shown("address"):
        return f"{_fact(knowledge, office, Aside.PLACE, say)}\n{words}"
    return words


def _time(office: Office, asked: Aside, say: Wording) -> str:
    schedule, told = office.opening, say.pick(office.told_hours)
    if schedule is None:
        if not told:
            return say("hours-unknown", contact=with_phone(office, say))
        return say("hours-told", office=say.pick(office.name), hours=told)
    if asked is Aside.YEAR_END:
        words = spoken_span(schedule, say)
    elif asked in _WEEKDAYS:
        words = "\n".join(opened(schedule, day, say) for day in _WEEKDAYS[asked])
    elif asked is Aside.HOLIDAY:
        words = say("holidays-open" if schedule.holidays else "holidays-closed")
    elif asked is Aside.NOON:
        broken = any(
            a.end < b.start and a.days & b.days
            for a in schedule.openings
            for b in schedule.openings
        )
        words = say("noon-closed" if broken else "noon-open")
    else:
        words = open_now(office, say)
    lines = [words, say("hours-told", office=say.pick(office.name), hours=told) if told else ""]
    return "\n".join(line for line in lines if line)


def _turn(session: Session, office: Office, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=office.council, office=office.id)
