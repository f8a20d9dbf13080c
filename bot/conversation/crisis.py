"""What is said in danger, and for as long as the resident has not said that it is over."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.cards import hotline_line, hotlines_for, with_phone
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    EMERGENCY,
    Candidate,
    Choice,
    Choices,
    Knowledge,
    Office,
    Outcome,
    Reply,
    Session,
    Text,
    Turn,
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
    return _said(knowledge, session, situations, office, f"{first}\n{advice}", say)


def still(knowledge: Knowledge, session: Session, office: Office | None, say: Wording) -> Turn:
    """A message after a crisis: the lines stay, and the way out is shown."""
    return _said(knowledge, session, session.danger, office, say("crisis-still"), say)


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


def _said(
    knowledge: Knowledge,
    session: Session,
    situations: Sequence[str],
    office: Office | None,
    first: str,
    say: Wording,
) -> Turn:
    council = knowledge.councils[office.council] if office else None
    parts = [Text(first)]
    parts.extend(
        Text(hotline_line(line, say)) for line in hotlines_for(knowledge, situations, council)
    )
    if office:
        parts.append(Text(say("crisis-council", contact=with_phone(office, say))))
    parts.append(Text(say("crisis-kept")))
    settled = replace(session, pending=None, topic=None, to_staff=False, danger=tuple(situations))
    choices = Choices(((Choice(say("do-calm"), token("calm")),),))
    return Turn(
        Reply(tuple(parts), choices),
        settled,
        Outcome.CRISIS,
        tuple(Candidate(situation, 1.0) for situation in situations),
        office.council if office else None,
    )
