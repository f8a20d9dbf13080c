"""What is reached by commands and buttons, without asking a question: choosing and browsing."""

from collections.abc import Iterable
from dataclasses import replace

from bot.conversation import activities, asking
from bot.conversation.calling import ways
from bot.conversation.cards import entry_card, office_card, with_phone
from bot.conversation.nearest import Near
from bot.conversation.tokens import parse, token
from bot.conversation.wording import Wording
from bot.model import (
    LANGUAGES,
    Choice,
    Choices,
    EntryKind,
    Knowledge,
    Office,
    OfficeKind,
    Outcome,
    Reply,
    Session,
    Text,
    Topic,
    Turn,
)

_FEW = 12
_CITIES = 30
# Farther away is another council's, that we do not know.
_FAR_KM = 40.0
_BY_CITY = ("council", "menu", "offices", "plan", "activities")


def councils(knowledge: Knowledge, say: Wording, verb: str = "council") -> Choices:
    """One button for each council, two in a row; where they are many, the prefectures first."""
    if len(knowledge.councils) <= _FEW:
        return _rows(
            [Choice(say.pick(c.place), token(verb, c.id)) for c in knowledge.councils.values()], 2
        )
    prefectures = dict.fromkeys(council.prefecture for council in knowledge.councils.values())
    return _rows([Choice(name, token("prefecture", verb, name, "1")) for name in prefectures], 3)


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
    rows = _rows([Choice(say.pick(c.place), token(verb, c.id)) for c in shown], 3).rows
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
    names = [say.pick(council.place) for council in knowledge.councils.values()]
    if len(names) <= _FEW:
        return say("list-joiner").join(names)
    return say("cities-many", count=f"{len(names):,}")


def _rows(buttons: list[Choice], wide: int) -> Choices:
    return Choices(tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide)))


def welcome(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    if session.council:
        led = council_chosen(knowledge, session, say).reply
    else:
        led = Reply((Text(say("choose-council")),), councils(knowledge, say))
    parts = (Text(say("welcome")), Text(say("privacy")), *led.parts)
    # Who cannot read this must find their own language before anything else.
    choices = Choices((_other_languages(knowledge, say), *led.choices.rows))
    return _turn(session, Reply(parts, choices))


def _other_languages(knowledge: Knowledge, say: Wording) -> tuple[Choice, ...]:
    """Each other language, in its own words."""
    return tuple(
        Choice(Wording(knowledge.texts, one)("language-own"), token("language", one))
        for one in LANGUAGES
        if one != say.language
    )


def council_chosen(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    assert session.council is not None
    chosen = _now_write(knowledge, session, say)
    districts = areas(knowledge, session.council, say)
    if not districts.rows:
        return _turn(session, Reply((chosen,)))
    return _turn(session, Reply((chosen, Text(say("choose-area"))), districts))


def begin_again(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/menu and 「最初から」: nothing spoken of before, and a menu that needs no typing."""
    fresh = replace(session, pending=None, topic=None, to_staff=False)
    if fresh.council is None:
        return _turn(fresh, Reply((Text(say("choose-council")),), councils(knowledge, say, "menu")))
    return asking.parts_of_life(knowledge, fresh, say)


def near_postal_code(
    knowledge: Knowledge, session: Session, code: str, near: Near, say: Wording
) -> Turn:
    """The office of a postal code, as far as the knowledge tells; it is not guessed further."""
    if not near.offices:
        words = Text(say("postal-unknown", code=code))
        return _turn(session, Reply((words,), councils(knowledge, say)))
    if near.exact and len(near.offices) == 1:
        return area_chosen(knowledge, session, near.offices[0].id, say)
    rows = tuple((Choice(say.pick(o.name), token("area", o.id)),) for o in near.offices)
    words = Text(say("postal-near" if near.exact else "postal-alike", code=code))
    return _turn(session, Reply((words,), Choices(rows)))


def near_position(
    knowledge: Knowledge, session: Session, found: tuple[Office, float] | None, say: Wording
) -> Turn:
    """The office nearest to where a telephone is; honest where none is near, or none can be known.

    Where offices of the same council have no coordinates, one of them may be nearer: the districts
    are offered too.
    """
    if found is None or found[1] > _FAR_KM:
        words = Text(say("location-unknown" if found is None else "location-far"))
        return _turn(session, Reply((words,), councils(knowledge, say)))
    office, far = found
    here = area_chosen(knowledge, session, office.id, say)
    words = Text(say("location-near", office=say.pick(office.name), kilometres=f"{far:.1f}"))
    parts, rows = (words, *here.reply.parts[1:]), here.reply.choices.rows
    if any(o.found_at is None for o in knowledge.offices_of(office.council)):
        districts = areas(knowledge, office.council, say).rows
        if districts:
            parts, rows = (*parts, Text(say("location-others"))), (*rows, *districts)
    return replace(here, reply=replace(here.reply, parts=parts, choices=Choices(rows)))


def areas(knowledge: Knowledge, council: str, say: Wording) -> Choices:
    """The districts of a council with branches; nothing to choose where it has none."""
    if not any(o.kind is OfficeKind.BRANCH for o in knowledge.offices_of(council)):
        return Choices(())
    none = token("area", "none")
    return asking.districts(knowledge, council, lambda o: token("area", o.id), none, say)


def area_chosen(knowledge: Knowledge, session: Session, office_id: str, say: Wording) -> Turn:
    office = knowledge.offices[office_id]
    topic = Topic(office.council, office_id)
    settled = replace(session, council=office.council, office=office_id, topic=topic)
    words = say("area-chosen", office=say.pick(office.name))
    rows = (ways(office, say), (Choice(say("do-change-place"), token("where")),))
    reply = Reply((Text(words), office_card(knowledge, office, say)), Choices(rows))
    return _turn(settled, reply)


def area_left_open(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """No district chosen: on with the question."""
    settled = replace(session, office=None)
    if session.council is None:
        return help_(settled, say)
    return _turn(settled, Reply((_now_write(knowledge, session, say),)))


def _now_write(knowledge: Knowledge, session: Session, say: Wording) -> Text:
    """The city as it was understood, and what to do now."""
    assert session.council is not None
    place = say.pick(knowledge.councils[session.council].place)
    return Text(say("council-chosen", city=place))


def help_(session: Session, say: Wording) -> Turn:
    return _turn(session, Reply((Text(say("help")),)))


def where(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/area: choose the council, then the district."""
    return _turn(session, Reply((Text(say("choose-council")),), councils(knowledge, say)))


def languages(session: Session, say: Wording) -> Turn:
    buttons = tuple((Choice(say(f"language-{one}"), token("language", one)),) for one in LANGUAGES)
    return _turn(session, Reply((Text(say("choose-language")),), Choices(buttons)))


def offices(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/offices: every office of the council, or which council first."""
    if session.council is None:
        reply = Reply((Text(say("choose-council")),), councils(knowledge, say, "offices"))
        return _turn(session, reply)
    council = knowledge.councils[session.council]
    cards = tuple(office_card(knowledge, o, say) for o in knowledge.offices_of(council.id))
    return _turn(
        session, Reply((Text(say("offices-of", council=say.pick(council.called))), *cards))
    )


def plan(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/plan: the plan pages of the council, or which council first."""
    if session.council is None:
        return _turn(
            session, Reply((Text(say("choose-council")),), councils(knowledge, say, "plan"))
        )
    council = knowledge.councils[session.council]
    pages = [e for e in knowledge.entries_of(council.id) if e.kind is EntryKind.PLAN]
    if not pages:
        contact = with_phone(knowledge.headquarters(council.id), say)
        words = say("plan-none", city=say.pick(council.place), contact=contact)
        return _turn(session, Reply((Text(words),)))
    first = pages[0]
    card = entry_card(knowledge, first, knowledge.offices[first.office], say)
    rows = tuple((Choice(say.pick(e.name), token("entry", "-", e.id)),) for e in pages[1:])
    heading = Text(say("plan-of", council=say.pick(council.called)))
    return _turn(session, Reply((heading, card), Choices(rows)))


def themes(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
    """/activities: the themes under which volunteers browse, or which council first."""
    if session.council is None:
        reply = Reply((Text(say("choose-council")),), councils(knowledge, say, "activities"))
        return _turn(session, reply)
    return activities.themes(knowledge, session, session.council, say)


def choose(knowledge: Knowledge, session: Session, chosen: str, say: Wording) -> Turn | None:
    """What a menu button leads to; None where its token means nothing any more."""
    match parse(chosen):
        case ("language", (language,)) if language in LANGUAGES:
            settled = replace(session, language=language, chosen=True)
            new = Wording(knowledge.texts, settled.language)
            chosen_now = Text(new("language-chosen"))
            if settled.council is None:
                opened = welcome(knowledge, settled, new).reply
                return _turn(settled, Reply((chosen_now, *opened.parts), opened.choices))
            return _turn(settled, Reply((chosen_now, _now_write(knowledge, settled, new))))
        case ("where", ()):
            return where(knowledge, session, say)
        case ("menu", (council,)) if council in knowledge.councils:
            settled = session if session.council else replace(session, council=council)
            here = replace(settled, council=council)
            return replace(asking.parts_of_life(knowledge, here, say), session=settled)
        case ("life", (council, part)) if council in knowledge.councils and part in knowledge.life:
            return asking.part(knowledge, session, council, knowledge.life[part], say)
        case (("offices" | "plan" | "activities") as page, (council,)) if (
            council in knowledge.councils
        ):
            settled = session if session.council else replace(session, council=council)
            here = replace(settled, council=council)
            shown = {"offices": offices, "plan": plan, "activities": themes}[page]
            return replace(shown(knowledge, here, say), session=settled)
        case ("office", (office,)) if office in knowledge.offices:
            shown_office = knowledge.offices[office]
            card = office_card(knowledge, shown_office, say)
            settled = replace(session, topic=Topic(shown_office.council, office))
            return _turn(settled, Reply((card,), Choices((ways(shown_office, say),))))
        case ("districts", (council, name)) if (
            council in knowledge.councils and name in knowledge.themes
        ):
            return activities.districts(knowledge, session, council, name, say)
        case ("in", (name, office)) if office in knowledge.offices and name in knowledge.themes:
            council = knowledge.offices[office].council
            near = replace(session, council=council, office=office)
            return activities.theme(knowledge, near, council, name, 1, say)
        case ("prefecture", (verb, name, page)) if (
            verb in _BY_CITY
            and page.isdecimal()
            and any(c.prefecture == name for c in knowledge.councils.values())
        ):
            return prefecture(knowledge, session, verb, name, int(page), say)
        case ("theme", (council, name, page)) if (
            council in knowledge.councils and name in knowledge.themes and page.isdecimal()
        ):
            return activities.theme(knowledge, session, council, name, int(page), say)
        case _:
            return None


def _turn(session: Session, reply: Reply) -> Turn:
    return Turn(reply, session, Outcome.SMALLTALK, council=session.council)
