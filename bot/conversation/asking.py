"""Asking back: choices in everyday words, one clarifying question, and the menu by parts of life."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.conversation.cards import office_card, with_phone
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    Choice,
    Choices,
    EntryKind,
    Knowledge,
    Life,
    Office,
    OfficeKind,
    Outcome,
    Reply,
    Session,
    Text,
    Topic,
    Turn,
)

MOST = 3


def everyday(
    knowledge: Knowledge,
    entries: Sequence[str],
    say: Wording,
    likely: Mapping[str, float] | None = None,
    *,
    joining: bool = False,
) -> list[str]:
    """What each entry is for, in the words of a need; its own name where that tells it from no other.

    ``likely`` are the probabilities of needs, where a question was asked. Who wants to take part,
    ``joining``, is not to read for whom it is there.
    """
    labels: list[str] = []
    for id_ in entries:
        entry = knowledge.entries[id_]
        needs = sorted(entry.needs, key=lambda need: -(likely or {}).get(need, 0.0))
        needs = [need for need in needs if not joining or need in knowledge.joining]
        named = [say.pick(knowledge.needs[need].name) for need in needs[:1]]
        own = say.pick(entry.name)
        label = own if entry.kind is EntryKind.PLAN or not named or named[0] in labels else named[0]
        labels.append(label)
    return labels


def choices(
    knowledge: Knowledge,
    entries: Sequence[str],
    ref: str,
    say: Wording,
    likely: Mapping[str, float] | None = None,
    *,
    joining: bool = False,
) -> list[tuple[Choice, ...]]:
    """A row for each entry."""
    labels = everyday(knowledge, entries, say, likely, joining=joining)
    pairs = zip(labels, entries, strict=True)
    return [(Choice(label, token("entry", ref or "-", entry)),) for label, entry in pairs]


def districts(
    knowledge: Knowledge, council: str, led: Callable[[Office], str], none: str, say: Wording
) -> Choices:
    """A button for each district with a branch, led to by its token, and one for none; three in a row."""
    branches = (o for o in knowledge.offices_of(council) if o.kind is OfficeKind.BRANCH)
    buttons = [Choice(say.pick(o.district), led(o)) for o in branches]
    buttons.append(Choice(say("area-none"), none))
    return Choices(tuple(tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)))


def activities(knowledge: Knowledge, council: str, say: Wording) -> tuple[Choice, ...]:
    """The button to what one can take part in; none where the council lists nothing."""
    if not any(entry.themes for entry in knowledge.entries_of(council)):
        return ()
    return (Choice(say("do-activities"), token("activities", council)),)


def next_best(knowledge: Knowledge, session: Session, words: str, say: Wording) -> Turn:
    """The candidates after the one that was shown; where there is none, the clarifying question."""
    topic = session.topic
    assert topic is not None
    rest = [id_ for id_ in topic.entries[1:] if not topic.joining or _joined(knowledge, id_)][:MOST]
    if not rest:
        return clarify(knowledge, session, topic.question, say)
    rows = choices(knowledge, rest, topic.question, say, joining=topic.joining)
    browsing = activities(knowledge, topic.council, say) if topic.joining else ()
    rows.append((*browsing, Choice(say("none-of-these"), token("none", topic.question or "-"))))
    return _turn(session, Reply((Text(words),), Choices(tuple(rows))))


def clarify(knowledge: Knowledge, session: Session, ref: str, say: Wording) -> Turn:
    """The one question before it is given up: what part of life is it about?

    Who wants to take part is shown activities, and not the distress of others.
    """
    topic = session.topic
    if topic is not None and topic.joining:
        rows = headings(knowledge, topic.council, "about", (ref or "-",), say, joining=True)
        rows.append(activities(knowledge, topic.council, say))
    else:
        rows = headings(knowledge, session.council, "about", (ref or "-",), say)
        rows.append((Choice(say("which-danger-button"), token("danger")),))
    rows.append((Choice(say("none-of-these"), token("give", ref or "-")),))
    return _turn(session, Reply((Text(say("clarify")),), Choices(tuple(filter(None, rows)))))


def narrowed(knowledge: Knowledge, session: Session, part: Life, say: Wording) -> Turn:
    """The best candidates in a part of life, and after them what else the council has for it."""
    topic = session.topic
    assert topic is not None
    ours = set(entries_in(knowledge, topic.council, part))
    near = [entry for entry in topic.entries if entry in ours]
    found = list(dict.fromkeys((*near, *entries_in(knowledge, topic.council, part))))[:MOST]
    rows = choices(knowledge, found, topic.question, say)
    rows.append((Choice(say("none-of-these"), token("give", topic.question or "-")),))
    settled = replace(session, topic=replace(topic, entries=tuple(found), shown=False))
    return _turn(settled, Reply((Text(say("suggested")),), Choices(tuple(rows))))


def parts_of_life(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/menu: from a part of life to an answer, without typing."""
    assert session.council is not None
    rows = headings(knowledge, session.council, "life", (session.council,), say)
    rows.append((Choice(say("which-danger-button"), token("danger")),))
    city = say.pick(knowledge.councils[session.council].place)
    return _turn(session, Reply((Text(say("menu", city=city)),), Choices(tuple(rows))))


def part(
    knowledge: Knowledge, session: Session, council: str, part_of_life: Life, say: Wording
) -> Turn:
    """The needs of a part of life that the council has something for."""
    needs = [need for need in part_of_life.needs if meeting(knowledge, council, need)]
    rows = [
        (Choice(say.pick(knowledge.needs[need].name), token("need", council, need)),)
        for need in needs
    ]
    rows.append((Choice(say("all-themes"), token("menu", council)),))
    words = say("menu-part", name=say.pick(part_of_life.name))
    return _turn(session, Reply((Text(words),), Choices(tuple(rows))))


def meeting(knowledge: Knowledge, council: str, need: str) -> list[str]:
    """The entries of a council that meet a need."""
    return [entry.id for entry in knowledge.entries_of(council) if need in entry.needs]


def entries_in(knowledge: Knowledge, council: str, part_of_life: Life) -> list[str]:
    """The entries of a council that meet needs of a part of life."""
    found = [id_ for need in part_of_life.needs for id_ in meeting(knowledge, council, need)]
    return list(dict.fromkeys(found))


def of_need(knowledge: Knowledge, session: Session, council: str, need: str, say: Wording) -> Turn:
    """What several entries of a council do about a need."""
    found = meeting(knowledge, council, need)
    office = knowledge.headquarters(council)
    joining = need in knowledge.joining
    settled = replace(
        session, topic=Topic(council, office.id, tuple(found), joining=joining, need=need)
    )
    led = ("activity",) if joining else ("entry", "-")
    rows = [(Choice(say.pick(knowledge.entries[id_].name), token(*led, id_)),) for id_ in found]
    rows.append((Choice(say("all-themes"), token("menu", council)),))
    name = say.pick(knowledge.needs[need].name)
    words = Text(say("menu-need", name=name, contact=with_phone(office, say)))
    return _turn(settled, Reply((words,), Choices(tuple(rows))))


def headings(
    knowledge: Knowledge,
    council: str | None,
    verb: str,
    before: tuple[str, ...],
    say: Wording,
    *,
    joining: bool = False,
) -> list[tuple[Choice, ...]]:
    """The parts of life, two in a row; ``joining`` are only those of who wants to take part."""
    buttons = [
        Choice(say.pick(one.name), token(verb, *before, one.id))
        for one in knowledge.life.values()
        if (one.joining or not joining) and (council is None or entries_in(knowledge, council, one))
    ]
    return [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]


def given_up(knowledge: Knowledge, session: Session, council: str, say: Wording) -> Turn:
    """Ask the resident to write it once more, for the staff: the words were not kept."""
    office = knowledge.headquarters(council)
    parts = (Text(say("write-for-staff")), office_card(knowledge, office, say))
    return _turn(replace(session, to_staff=True), Reply(parts))


def _joined(knowledge: Knowledge, entry_id: str) -> bool:
    """Whether an entry is something to take part in."""
    entry = knowledge.entries[entry_id]
    return entry.kind is EntryKind.ACTIVITY or any(
        need in knowledge.joining for need in entry.needs
    )


def _turn(session: Session, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=session.council)
