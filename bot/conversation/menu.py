"""What is reached by commands and buttons, without asking a question: choosing and browsing."""

from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.cards import entry_card, office_card, with_phone
from bot.conversation.tokens import parse, token
from bot.conversation.wording import Wording
from bot.model import (
    LANGUAGES,
    Choice,
    Choices,
    EntryKind,
    Knowledge,
    OfficeKind,
    Outcome,
    Reply,
    Session,
    Text,
    Turn,
)

PAGE = 5
_FEW = 12
_CITIES = 30
_BY_CITY = ("council", "offices", "plan", "activities")


def councils(knowledge: Knowledge, verb: str = "council") -> Choices:
    """One button for each council, two in a row; where they are many, the prefectures first."""
    if len(knowledge.councils) <= _FEW:
        return _rows([Choice(c.city, token(verb, c.id)) for c in knowledge.councils.values()], 2)
    prefectures = dict.fromkeys(council.prefecture for council in knowledge.councils.values())
    return _rows([Choice(name, token("prefecture", verb, name, "1")) for name in prefectures], 4)


def namesakes(knowledge: Knowledge, ids: Iterable[str]) -> Choices:
    """Councils of cities that bear the same name, told apart by their prefectures."""
    several = [knowledge.councils[id_] for id_ in ids]
    return _rows(
        [Choice(f"{c.city}（{c.prefecture}）", token("council", c.id)) for c in several], 1
    )


def prefecture(
    knowledge: Knowledge, session: Session, verb: str, name: str, page: int, say: Wording
) -> Turn:
    """One page of the cities of a prefecture; what was asked goes on waiting."""
    cities = [c for c in knowledge.councils.values() if c.prefecture == name]
    pages = -(-len(cities) // _CITIES)
    page = min(max(page, 1), pages)
    shown = cities[(page - 1) * _CITIES : page * _CITIES]
    rows = _rows([Choice(c.city, token(verb, c.id)) for c in shown], 3).rows
    turning = []
    if page > 1:
        previous = token("prefecture", verb, name, str(page - 1))
        turning.append(Choice(say("previous-page"), previous))
    if page < pages:
        turning.append(Choice(say("next-page"), token("prefecture", verb, name, str(page + 1))))
    choices = Choices((*rows, tuple(turning)) if turning else rows)
    return _turn(session, Reply((Text(say("choose-council-of", prefecture=name)),), choices))


def cities(knowledge: Knowledge, say: Wording) -> str:
    """The cities we serve in a sentence, or how many they are."""
    names = [council.city for council in knowledge.councils.values()]
    if len(names) <= _FEW:
        return say("list-joiner").join(names)
    return say("cities-many", count=f"{len(names):,}")


def _rows(buttons: list[Choice], wide: int) -> Choices:
    return Choices(tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide)))


def welcome(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    parts = [Text(say("welcome")), Text(say("privacy"))]
    if session.council:
        here = council_chosen(knowledge, session, say).reply
        return _turn(session, Reply((*parts, *here.parts), here.choices))
    parts.append(Text(say("choose-council")))
    return _turn(session, Reply(tuple(parts), councils(knowledge)))


def council_chosen(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    assert session.council is not None
    chosen = Text(say("council-chosen", city=knowledge.councils[session.council].city))
    districts = areas(knowledge, session.council, say)
    if not districts.rows:
        return _turn(session, Reply((chosen,)))
    return _turn(session, Reply((chosen, Text(say("choose-area"))), districts))


def areas(knowledge: Knowledge, council: str, say: Wording) -> Choices:
    """The districts of a council with branches: one button for each branch, three in a row."""
    branches = [o for o in knowledge.offices_of(council) if o.kind is OfficeKind.BRANCH]
    if not branches:
        return Choices(())
    buttons = [Choice(o.areas[0] if o.areas else o.name.ja, token("area", o.id)) for o in branches]
    buttons.append(Choice(say("area-none"), token("area", "none")))
    return Choices(tuple(tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)))


def area_chosen(knowledge: Knowledge, session: Session, office_id: str, say: Wording) -> Turn:
    office = knowledge.offices[office_id]
    settled = replace(session, council=office.council, office=office_id)
    words = say("area-chosen", office=say.pick(office.name))
    return _turn(settled, Reply((Text(words), office_card(knowledge, office, say))))


def area_left_open(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """No district chosen: on with the question."""
    settled = replace(session, office=None)
    if session.council is None:
        return help_(settled, say)
    city = knowledge.councils[session.council].city
    return _turn(settled, Reply((Text(say("council-chosen", city=city)),)))


def help_(session: Session, say: Wording) -> Turn:
    return _turn(session, Reply((Text(say("help")),)))


def where(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/area: choose the council, then the district."""
    return _turn(session, Reply((Text(say("choose-council")),), councils(knowledge)))


def languages(session: Session, say: Wording) -> Turn:
    buttons = tuple((Choice(say(f"language-{one}"), token("language", one)),) for one in LANGUAGES)
    return _turn(session, Reply((Text(say("choose-language")),), Choices(buttons)))


def offices(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/offices: every office of the council, or which council first."""
    if session.council is None:
        reply = Reply((Text(say("choose-council")),), councils(knowledge, "offices"))
        return _turn(session, reply)
    council = knowledge.councils[session.council]
    cards = tuple(office_card(knowledge, o, say) for o in knowledge.offices_of(council.id))
    return _turn(session, Reply((Text(say("offices-of", council=council.short_name)), *cards)))


def plan(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/plan: the plan pages of the council, or which council first."""
    if session.council is None:
        return _turn(session, Reply((Text(say("choose-council")),), councils(knowledge, "plan")))
    council = knowledge.councils[session.council]
    pages = [e for e in knowledge.entries_of(council.id) if e.kind is EntryKind.PLAN]
    if not pages:
        contact = with_phone(knowledge.headquarters(council.id), say)
        words = say("plan-none", city=council.city, contact=contact)
        return _turn(session, Reply((Text(words),)))
    first = pages[0]
    card = entry_card(knowledge, first, knowledge.offices[first.office], say)
    rows = tuple((Choice(say.pick(e.name), token("entry", "-", e.id)),) for e in pages[1:])
    heading = Text(say("plan-of", council=council.short_name))
    return _turn(session, Reply((heading, card), Choices(rows)))


def activities(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/activities: the themes under which volunteers browse, or which council first."""
    if session.council is None:
        reply = Reply((Text(say("choose-council")),), councils(knowledge, "activities"))
        return _turn(session, reply)
    council = knowledge.councils[session.council]
    buttons = [
        Choice(say.pick(theme.name), token("theme", council.id, theme.id, "1"))
        for theme in knowledge.themes.values()
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    words = Text(say("activities-theme", council=council.short_name))
    return _turn(session, Reply((words,), Choices(rows)))


def theme(
    knowledge: Knowledge, session: Session, council_id: str, theme_id: str, page: int, say: Wording
) -> Turn:
    """One page of the activities under a theme."""
    council = knowledge.councils[council_id]
    name = say.pick(knowledge.themes[theme_id].name)
    found = [e for e in knowledge.entries_of(council_id) if theme_id in e.themes]
    back = (Choice(say("all-themes"), token("activities", council_id)),)
    if not found:
        office = knowledge.headquarters(council_id)
        words = say(
            "activities-none",
            theme=name,
            council=council.short_name,
            contact=with_phone(office, say),
        )
        return _turn(session, Reply((Text(words),), Choices((back,))))
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    rows: list[tuple[Choice, ...]] = [
        (Choice(say.pick(e.name), token("entry", "-", e.id)),)
        for e in found[(page - 1) * PAGE : page * PAGE]
    ]
    turning = []
    if page > 1:
        turning.append(
            Choice(say("previous-page"), token("theme", council_id, theme_id, str(page - 1)))
        )
    if page < pages:
        turning.append(
            Choice(say("next-page"), token("theme", council_id, theme_id, str(page + 1)))
        )
    if turning:
        rows.append(tuple(turning))
    rows.append(back)
    words = say("activities-list", theme=name, page=str(page), pages=str(pages))
    return _turn(session, Reply((Text(words),), Choices(tuple(rows))))


def choose(knowledge: Knowledge, session: Session, chosen: str, say: Wording) -> Turn | None:
    """What a menu button leads to; None where its token means nothing any more."""
    match parse(chosen):
        case ("language", (language,)) if language in LANGUAGES:
            settled = replace(session, language=language)
            new = Wording(knowledge.texts, settled.language)
            return _turn(settled, Reply((Text(new("language-chosen")),)))
        case (("offices" | "plan" | "activities") as page, (council,)) if (
            council in knowledge.councils
        ):
            settled = session if session.council else replace(session, council=council)
            here = replace(settled, council=council)
            shown = {"offices": offices, "plan": plan, "activities": activities}[page]
            return replace(shown(knowledge, here, say), session=settled)
        case ("office", (office,)) if office in knowledge.offices:
            card = office_card(knowledge, knowledge.offices[office], say)
            return _turn(session, Reply((card,)))
        case ("prefecture", (verb, name, page)) if (
            verb in _BY_CITY
            and page.isdecimal()
            and any(c.prefecture == name for c in knowledge.councils.values())
        ):
            return prefecture(knowledge, session, verb, name, int(page), say)
        case ("theme", (council, name, page)) if (
            council in knowledge.councils and name in knowledge.themes and page.isdecimal()
        ):
            return theme(knowledge, session, council, name, int(page), say)
        case _:
            return None


def _turn(session: Session, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=session.council)
