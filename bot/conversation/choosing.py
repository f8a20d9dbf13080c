"""What a button under an answer leads to: an entry, its office, the next candidates, the staff."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import asking, calling, crisis, menu
from bot.conversation.cards import calling_card, entry_card, for_joining, with_phone
from bot.conversation.clock import after_hours
from bot.conversation.nearest import office_for
from bot.conversation.tokens import parse, token
from bot.conversation.wording import Wording
from bot.model import (
    Candidate,
    Choice,
    Choices,
    Entry,
    Knowledge,
    Office,
    Outcome,
    Reply,
    Session,
    Text,
    Topic,
    Turn,
)


def choose(knowledge: Knowledge, session: Session, chosen: str, say: Wording) -> Turn | None:
    """Decide on a choice; None where its token means nothing any more."""
    match parse(chosen):
        case ("entry", (ref, entry)) if entry in knowledge.entries:
            return entry_chosen(knowledge, session, ref, entry, say)
        case ("activity", (entry,)) if entry in knowledge.entries:
            return entry_chosen(knowledge, session, "-", entry, say, joining=True)
        case (("good" | "wrong" | "phone" | "none" | "about" | "give") as verb, (ref, *part)):
            return _judged(knowledge, session, verb, ref, part, say)
        case ("need", (council, need)) if found := asking.meeting(knowledge, council, need):
            if len(found) == 1:
                return entry_chosen(knowledge, session, "-", found[0], say, need=need)
            return asking.of_need(knowledge, session, council, need, say)
        case ("danger", ()):
            return crisis.kinds(knowledge, session, say)
        case ("calm", ()):
            return crisis.over(knowledge, session, say)
        case ("call", (("-" | "join") as why, id_, *needs)) if id_ in knowledge.entries and all(
            need in knowledge.needs for need in needs
        ):
            about = knowledge.entries[id_]
            office = office_for(knowledge, session, about.council, None, about.office)
            subject = calling.Subject("".join(needs[:1]), why == "join")
            why_called = calling.reason(knowledge, subject, about, say)
            return _told(session, calling.script(office, why_called, say))
        case ("call", (id_,)) if id_ in knowledge.offices:
            told = calling.script(knowledge.offices[id_], say("call-about-worry"), say)
            return _told(session, told)
        case ("keep", (id_,)) if id_ in knowledge.offices:
            return _told(session, calling.kept(knowledge.offices[id_], say))
        case _:
            return menu.choose(knowledge, session, chosen, say)


def under(
    knowledge: Knowledge,
    entry: Entry,
    office: Office,
    ref: str,
    say: Wording,
    *,
    joining: bool,
    need: str | None = None,
) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under an answer: how to reach the office, taking part, and was it right."""
    about = calling.came_for(knowledge, entry, need, joining=joining)
    rows = [calling.ways(office, say, entry, about)]
    if for_joining(entry, asked=joining):
        join = (Choice(say("do-join"), token("join", entry.id)),) if entry.themes else ()
        rows.append((*join, *asking.activities(knowledge, entry.council, say)))
    if ref != "-":
        good, wrong = token("good", ref), token("wrong", ref)
        rows.append((Choice(say("do-good"), good), Choice(say("do-wrong"), wrong)))
    return tuple(row for row in rows if row)


def without_feedback(reply: Reply) -> Reply:
    """The reply to one who has been asked already."""
    rows = tuple(
        row for row in reply.choices.rows if parse(row[0].token)[0] not in ("good", "wrong")
    )
    return replace(reply, choices=Choices(rows))


def entry_chosen(
    knowledge: Knowledge,
    session: Session,
    ref: str,
    entry_id: str,
    say: Wording,
    *,
    joining: bool = False,
    need: str | None = None,
) -> Turn:
    """An entry with its office; the other candidates are remembered after it."""
    entry = knowledge.entries[entry_id]
    office = office_for(knowledge, session, entry.council, None, entry.office)
    before = session.topic if session.topic and (session.topic.question or "-") == ref else None
    joining = joining or need in knowledge.joining or (before is not None and before.joining)
    card = entry_card(knowledge, entry, office, say, joining=joining)
    others = tuple(id_ for id_ in before.entries if id_ != entry_id) if before else ()
    question = "" if ref == "-" else ref
    topic = Topic(
        entry.council, office.id, (entry_id, *others), question, joining, need or "", shown=True
    )
    rows = under(knowledge, entry, office, ref, say, joining=joining, need=need)
    reply = Reply((card, *after_hours(office, say)), Choices(rows))
    candidates = (Candidate(entry_id, 1.0),)
    settled = replace(session, topic=topic)
    return Turn(reply, settled, Outcome.ANSWERED, candidates, entry.council, office.id)


def unmatched(
    knowledge: Knowledge,
    session: Session,
    council: str | None,
    named: str | None,
    ranked: Sequence[Candidate],
    say: Wording,
) -> Turn:
    """Nothing fits: whom to call all the same, and a question for the staff."""
    if council is None:
        parts = (
            Text(say("unmatched-nowhere")),
            Text(say("only-these-cities", cities=menu.cities(knowledge, say))),
        )
        choices = menu.councils(knowledge, say)
        return Turn(Reply(parts, choices), session, Outcome.UNMATCHED, tuple(ranked))
    office = office_for(knowledge, session, council, named, None)
    reply = Reply(
        (
            Text(say("unmatched-write" if say.writing else "unmatched")),
            calling_card(knowledge, office, say),
        ),
        Choices((calling.ways(office, say),)),
    )
    return Turn(
        reply, session, Outcome.UNMATCHED, tuple(ranked), council, office.id, asks_staff=True
    )


def _judged(
    knowledge: Knowledge, session: Session, verb: str, ref: str, part: Sequence[str], say: Wording
) -> Turn | None:
    """What follows on what the resident thinks of an answer; None for a question long past."""
    topic = session.topic
    if verb == "good":
        return _told(session, Reply((Text(say("good")),)))
    if topic is None or (topic.question or "-") != ref:
        return None
    match verb, part:
        case "wrong", []:
            turn = asking.next_best(knowledge, session, say("wrong"), say)
            told = knowledge.offices[topic.office].shown("phone")
            return _with_choice(turn, calling.doubt_number(ref, say)) if told else turn
        case "phone", []:
            return _number_doubted(knowledge, session, topic, say)
        case "none", []:
            return asking.clarify(knowledge, session, ref, say)
        case "about", [name] if name in knowledge.life:
            return asking.narrowed(knowledge, session, knowledge.life[name], say)
        case "give", []:
            return unmatched(knowledge, session, topic.council, None, (), say)
    return None


def _number_doubted(knowledge: Knowledge, session: Session, topic: Topic, say: Wording) -> Turn:
    """Thanks, and whom else to call meanwhile."""
    office = knowledge.offices[topic.office]
    other = knowledge.offices[knowledge.councils[topic.council].headquarters]
    parts = [Text(say("number-doubted", office=say.pick(office.name)))]
    if other != office:
        parts.append(Text(say("number-doubted-else", contact=with_phone(other, say))))
    else:
        parts.append(Text(say("number-doubted-again")))
    told = _told(session, Reply(tuple(parts)))
    return replace(told, council=topic.council, office=office.id)


def _with_choice(turn: Turn, choice: Choice) -> Turn:
    rows = (*turn.reply.choices.rows, (choice,))
    return replace(turn, reply=replace(turn.reply, choices=Choices(rows)))


def _told(session: Session, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=session.council)
