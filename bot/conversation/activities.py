"""What one can take part in: themes, pages of activities, districts, and whom to tell."""

import re
from dataclasses import replace

from bot.conversation import asking
from bot.conversation.calling import came_for, ways
from bot.conversation.cards import with_phone
from bot.conversation.nearest import office_for
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    Choice,
    Choices,
    Entry,
    Knowledge,
    Office,
    OfficeKind,
    Outcome,
    Reply,
    Session,
    Text,
    Turn,
)
from bot.understanding.japanese import normalise

PAGE = 5
_LIKING = re.compile(
    r"(?:関わ|かかわ|手伝|てつだ|興味|きょうみ|得意|とくい|やってみ|(?:が|は|なら)(?:いい|好き|すき|でき)|はある|はない|系)"
    r"|(?:like|interested|something with|help with)"
)
_IN_PASSING = 25


def themes(knowledge: Knowledge, session: Session, council_id: str, say: Wording) -> Turn:
    """The themes under which volunteers browse; those with nothing under them come last."""
    filled = {theme for entry in knowledge.entries_of(council_id) for theme in entry.themes}
    ordered = sorted(knowledge.themes.values(), key=lambda theme: theme.id not in filled)
    buttons = [
        Choice(say.pick(theme.name), token("theme", council_id, theme.id, "1")) for theme in ordered
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    words = Text(say("activities-theme", council=say.pick(knowledge.councils[council_id].called)))
    return _turn(session, Reply((words,), Choices(rows)))


def liked(
    knowledge: Knowledge, session: Session, text: str, council: str, say: Wording
) -> Turn | None:
    """After talk of taking part, 「食べ物に関わるのがいい」: activities of that kind, no need of food.

    None where the message says no such thing.
    """
    spoken = normalise(text)
    joining = session.topic is not None and session.topic.joining
    if not joining or len(spoken) > _IN_PASSING or not _LIKING.search(spoken):
        return None
    for one in knowledge.themes.values():
        words = (*one.name.ja.split("・"), *re.findall(r"[a-z]{4,}", one.name.en.lower()))
        if any(word in spoken for word in words):
            return theme(knowledge, session, council, one.id, 1, say)
    return None


def theme(
    knowledge: Knowledge, session: Session, council_id: str, theme_id: str, page: int, say: Wording
) -> Turn:
    """One page of the activities under a theme: those of the resident's district and those for all."""
    name = say.pick(knowledge.themes[theme_id].name)
    here = _district(knowledge, session, council_id)
    found = [
        entry
        for entry in knowledge.entries_of(council_id)
        if theme_id in entry.themes and _near(knowledge.offices[entry.office], here)
    ]
    back = (Choice(say("all-themes"), token("activities", council_id)),)
    if not found:
        words = say(
            "activities-none",
            theme=name,
            council=say.pick(knowledge.councils[council_id].called),
            contact=with_phone(here or knowledge.headquarters(council_id), say),
        )
        return _turn(session, Reply((Text(words),), Choices((back,))))
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    rows = [_row(entry, say) for entry in found[(page - 1) * PAGE : page * PAGE]]
    turning = [
        Choice(say(label), token("theme", council_id, theme_id, str(other)))
        for label, other in (("previous-page", page - 1), ("next-page", page + 1))
        if 1 <= other <= pages
    ]
    if turning:
        rows.append(tuple(turning))
    if any(o.kind is OfficeKind.BRANCH for o in knowledge.offices_of(council_id)):
        rows.append((Choice(say("do-filter"), token("districts", council_id, theme_id)),))
    rows.append((Choice(say("do-news"), token("news", council_id, theme_id)),))
    rows.append(back)
    parts = [Text(say("activities-list", theme=name, page=str(page), pages=str(pages)))]
    if here:
        district, contact = say.pick(here.district), with_phone(here, say)
        parts.append(Text(say("activities-near", district=district, contact=contact)))
    return _turn(session, Reply(tuple(parts), Choices(tuple(rows))))


def districts(
    knowledge: Knowledge, session: Session, council: str, theme_id: str, say: Wording
) -> Turn:
    """For which district are activities looked for?"""
    everywhere = token("theme", council, theme_id, "1")
    shown = asking.districts(
        knowledge, council, lambda office: token("in", theme_id, office.id), everywhere, say
    )
    words = Text(say("choose-area-of-activities"))
    return _turn(replace(session, office=None), Reply((words,), shown))


def join(
    knowledge: Knowledge, session: Session, entry_id: str, say: Wording, *, staffed: bool
) -> Turn:
    """Whom to tell that one would like to take part; where there is staff, they can be told."""
    entry = knowledge.entries[entry_id]
    office = office_for(knowledge, session, entry.council, None, entry.office)
    name, contact = say.pick(entry.name), with_phone(office, say)
    words = say("join-how" if staffed else "join-how-alone", name=name, contact=contact)
    about = came_for(knowledge, entry, None, joining=True)
    rows: tuple[tuple[Choice, ...], ...] = (ways(office, say, entry, about),)
    if staffed:
        rows = ((Choice(say("join-ticket"), token("joined", entry_id)),), *rows)
    return _turn(session, Reply((Text(words),), Choices(rows)))


def _row(entry: Entry, say: Wording) -> tuple[Choice, ...]:
    return (Choice(say.pick(entry.name), token("activity", entry.id)),)


def _district(knowledge: Knowledge, session: Session, council: str) -> Office | None:
    """The branch of the district that the resident chose, where it is one of the council's."""
    chosen = knowledge.offices[session.office] if session.office else None
    ours = chosen and chosen.council == council and chosen.kind is OfficeKind.BRANCH
    return chosen if ours else None


def _near(office: Office, here: Office | None) -> bool:
    """Whether something of an office is for a district: it is of its own branch, or for all."""
    return here is None or office.kind is not OfficeKind.BRANCH or office.id == here.id


def _turn(session: Session, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=session.council)
