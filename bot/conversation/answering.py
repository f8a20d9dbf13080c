"""What is said to a message that asks for something, by what it was understood to be.

An entry or a few to choose from, an office, small talk, which council, or honestly that none of
this is ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation import asking, choosing, menu
from bot.conversation.calling import ways
from bot.conversation.cards import also_lines, calling_card, entry_card, office_card, with_phone
from bot.conversation.clock import after_hours
from bot.conversation.nearest import office_for
from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import (
    Candidate,
    Card,
    Choice,
    Choices,
    Entry,
    Knowledge,
    NeedKind,
    Office,
    Outcome,
    Reply,
    Session,
    Text,
    Topic,
    Turn,
)
from bot.understanding.match import Belief
from bot.understanding.places import Where
from bot.understanding.refusal import Verdict

_SHOWN = 3
_WORTH_SHOWING = 0.12
_RECOGNISED = 0.5
_SAID_AS_WELL = 0.02
_CERTAIN = 0.9
# A message of its own that is not ours is known by its own words.
_PLAINLY = 0.95
_IN_PASSING = 30
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A message that asks for something, with what was understood of it.

    ``kinds`` are the kinds of all needs, ``need`` is what it most likely is about, ``staffed`` are
    the councils whose staff can be asked, ``ref`` names the question in tokens. ``too`` is
    another need of ours of which the message speaks, ``before`` and ``after`` are such that are not
    ours.
    """

    knowledge: Knowledge
    kinds: Mapping[str, NeedKind]
    session: Session
    text: str
    where: Where
    belief: Belief
    verdict: Verdict
    need: str | None
    staffed: frozenset[str]
    ref: str
    say: Wording
    too: str = ""
    before: str = ""
    after: str = ""

    @property
    def council(self) -> str | None:
        """The council that was named, or else the one that was chosen."""
        return self.where.council or self.session.council

    def top(self, kind: NeedKind) -> tuple[str, float]:
        """The most probable need of a kind, and its probability."""
        return self.belief.top(kind, of=self.kinds)


def smalltalk(inquiry: Inquiry) -> Turn:
    knowledge, session, say = inquiry.knowledge, inquiry.session, inquiry.say
    need, _ = inquiry.top(NeedKind.SMALLTALK)
    words = say.pick(knowledge.needs[need].reply)
    choices = Choices(()) if session.council else menu.councils(knowledge, say)
    return Turn(Reply((Text(words),), choices), session, Outcome.SMALLTALK)


def elsewhere_city(inquiry: Inquiry) -> Turn:
    """A city that is not ours is asked about, or was by one of whom no other is known."""
    say, session = inquiry.say, inquiry.session
    city = inquiry.where.elsewhere or session.elsewhere
    parts = (
        Text(say("elsewhere-city", city=city)),
        Text(say("only-these-cities", cities=menu.cities(inquiry.knowledge, say))),
    )
    choices = Choices(()) if session.council else menu.councils(inquiry.knowledge, say)
    settled = replace(session, elsewhere=city)
    return Turn(Reply(parts, choices), settled, Outcome.UNMATCHED, council=session.council)


def which_council(inquiry: Inquiry) -> Turn:
    """The question waits until a council is chosen."""
    verdict, say = inquiry.verdict, inquiry.say
    return Turn(
        Reply((Text(say("which-council")),), menu.councils(inquiry.knowledge, say)),
        replace(inquiry.session, pending=inquiry.text),
        Outcome.ANSWERED if verdict is Verdict.ANSWER else Outcome.SUGGESTED,
        () if verdict is Verdict.CONTACT else inquiry.belief.ranked,
    )


def which_namesake(inquiry: Inquiry) -> Turn:
    """The question waits until it is said which of the places of one name is meant."""
    choices = menu.namesakes(inquiry.knowledge, inquiry.where.several)
    waiting = replace(inquiry.session, pending=inquiry.text)
    words = inquiry.say("which-council")
    return Turn(Reply((Text(words),), choices), waiting, Outcome.SUGGESTED)


def refused(inquiry: Inquiry) -> Turn:
    """None of ours: where it belongs, as far as that is known, and who can be asked instead."""
    knowledge, session, say = inquiry.knowledge, inquiry.session, inquiry.say
    council, where, ranked = inquiry.council, inquiry.where, inquiry.belief.ranked
    need, p = inquiry.top(NeedKind.ELSEWHERE)
    if session.topic is not None and p < _PLAINLY and len(inquiry.text) <= _IN_PASSING:
        return _untold(inquiry, session.topic)
    if p < _RECOGNISED or not knowledge.needs[need].reply.ja:
        return choosing.unmatched(knowledge, session, council, where.office, ranked, say)
    told = Text(say.pick(knowledge.needs[need].reply))
    if council is None:
        return Turn(Reply((told,)), session, Outcome.UNMATCHED, ranked)
    office = office_for(knowledge, session, council, where.office, None)
    desk = knowledge.needs[need].desk
    known = [o for o in knowledge.offices_of(council) if o.kind is desk and o.shown("phone")]
    contact = Text(
        say("city-contact", contact=with_phone(known[0], say))
        if known
        else say("welfare-contact", contact=with_phone(office, say))
    )
    staff = (Choice(say("ask-staff"), token("give", inquiry.ref)),)
    choices = Choices((staff,) if council in inquiry.staffed else ())
    reply = Reply((told, contact), choices)
    return Turn(reply, session, Outcome.UNMATCHED, ranked, council, office.id)


def _untold(inquiry: Inquiry, topic: Topic) -> Turn:
    """A few words after an answer ask for more about it, and nothing else: who was named knows."""
    knowledge, say = inquiry.knowledge, inquiry.say
    office = knowledge.offices[topic.office]
    words = Text(say("untold-that", contact=with_phone(office, say)))
    staff = (Choice(say("ask-staff"), token("give", inquiry.ref)),)
    rows = (ways(office, say), *((staff,) if topic.council in inquiry.staffed else ()))
    ranked = inquiry.belief.ranked
    reply = Reply((words,), Choices(rows))
    return Turn(reply, inquiry.session, Outcome.UNMATCHED, ranked, topic.council, office.id)


def contact(inquiry: Inquiry) -> Turn:
    """The office asked for, and under it what it was asked for, where that was said as well."""
    knowledge, session, say = inquiry.knowledge, inquiry.session, inquiry.say
    where, council, belief = inquiry.where, inquiry.council, inquiry.belief
    assert council is not None
    first = office_for(knowledge, session, council, where.office, None)
    kept = [first, knowledge.headquarters(council)]
    if not where.office:
        kept.extend(o for o in knowledge.offices_of(council))
    shown = list({office.id: office for office in kept}.values())
    about = [c for c in belief.ranked[:1] if c.score >= _SAID_AS_WELL]
    services = asking.choices(knowledge, [c.id for c in about], inquiry.ref, say, belief.needs)
    others = [o for o in knowledge.offices_of(council) if o is not first]
    told = say("contact-whole-city" if where.part else "contact")
    rows = [(Choice(say.pick(o.name), token("office", o.id)),) for o in others]
    if others and (session.office or where.office):
        # Who has told where they live is not to choose among all districts again.
        rows = [(Choice(say("other-offices"), token("offices", council)),)]
    return Turn(
        Reply((Text(told), office_card(knowledge, first, say)), Choices((*services, *rows))),
        session,
        Outcome.ANSWERED,
        (Candidate(first.id, 1.0), *about, *(Candidate(o.id, 1.0) for o in shown[1:10])),
        council,
        first.id,
    )


def entries(inquiry: Inquiry) -> Turn:
    """The entry that helps, or a few to choose from."""
    knowledge, session, say = inquiry.knowledge, inquiry.session, inquiry.say
    belief, council, ref = inquiry.belief, inquiry.council, inquiry.ref
    assert council is not None
    ranked = belief.ranked
    best = knowledge.entries[ranked[0].id]
    office = office_for(knowledge, session, council, inquiry.where.office, best.office)
    need, p = inquiry.top(NeedKind.NEED)
    lacking = _lacking(inquiry, council, need, p)
    joining = inquiry.need in knowledge.joining
    if inquiry.verdict is Verdict.ANSWER and not lacking:
        # Said back, so that a misunderstanding shows at once.
        certain = p >= _CERTAIN and need in best.needs
        name = say.pick(knowledge.needs[need].name)
        named = name if certain else ""
        told: tuple[Text | Card, ...] = (
            Text(_led_to(inquiry, best, named)),
            entry_card(knowledge, best, office, say, joining=joining),
            *after_hours(office, say),
        )
        if session.topic and _just_shown(session.topic, best, office):
            told = _there_too(inquiry, session.topic, office, named) or told
        rows = choosing.under(knowledge, best, office, ref, say, joining=joining, need=inquiry.need)
        reply = Reply(told, Choices(rows))
        return Turn(reply, session, Outcome.ANSWERED, ranked, council, office.id)
    browsing = asking.activities(knowledge, council, say) if joining else ()
    name = say.pick(knowledge.councils[council].called)
    near = [
        c
        for c in ranked[:_SHOWN]
        if c.score >= _WORTH_SHOWING or (lacking and need in knowledge.entries[c.id].also)
    ]
    if lacking and not near:
        office = office_for(knowledge, session, council, inquiry.where.office, None)
        parts = (Text(say("no-entry", council=name)), calling_card(knowledge, office, say))
        rows = (ways(office, say), browsing)
        reply = Reply(parts, Choices(tuple(row for row in rows if row)))
        return Turn(reply, session, Outcome.UNMATCHED, (), council, office.id, asks_staff=True)
    shown = [c.id for c in near or ranked[:1]]
    asked = say("suggested" if len(shown) > 1 else "suggested-one")
    words = say("no-entry-but", council=name) if lacking else asked
    reached = say("welfare-contact", contact=with_phone(office, say))
    buttons = asking.choices(knowledge, shown, ref, say, belief.needs, joining=joining)
    buttons.append((*browsing, Choice(say("none-of-these"), token("none", ref))))
    reply = Reply((Text(words), Text(reached)), Choices(tuple(buttons)))
    return Turn(reply, session, Outcome.SUGGESTED, ranked, council, office.id)


def _led_to(inquiry: Inquiry, entry: Entry, need: str) -> str:
    """The words before an answer; the desk for everything is promised as a place to begin, not more."""
    say = inquiry.say
    everything = inquiry.knowledge.councils[entry.council].comprehensive == entry.id
    told = say("answered-first" if everything else "answered")
    return say("answered-need", name=need, answered=told) if need else told


def _just_shown(topic: Topic, entry: Entry, office: Office) -> bool:
    """Whether the card of an entry with this office stands right above."""
    return topic.shown and topic.entries[:1] == (entry.id,) and topic.office == office.id


def _there_too(inquiry: Inquiry, topic: Topic, office: Office, need: str) -> tuple[Text, ...]:
    """In short that the office named last helps with this as well; nothing where it is the same need.

    Who asks the same again wants to read it again; who takes part tells more of themselves.
    """
    say, contact = inquiry.say, with_phone(office, inquiry.say)
    if inquiry.need in inquiry.knowledge.joining:
        return (Text(say("join-tell", contact=contact)),) if topic.joining else ()
    if inquiry.need == topic.need:
        return ()
    return (_as_well(need, contact, say),)


def _as_well(need: str, contact: str, say: Wording) -> Text:
    """That whoever was named can be asked about another need, by its name where that is certain."""
    if need:
        return Text(say("there-too-need", name=need, contact=contact))
    return Text(say("there-too", contact=contact))


def with_advice(inquiry: Inquiry, turn: Turn) -> Turn:
    """The turn, with what is good to know whatever entry meets the need, and who else can help."""
    need, p = inquiry.top(NeedKind.NEED)
    told = inquiry.knowledge.needs[need]
    waiting = turn.session.pending is not None
    if p < _LIKELY or waiting or turn.outcome is Outcome.SMALLTALK or turn.council is None:
        return turn
    say, council = inquiry.say, inquiry.knowledge.councils[turn.council]
    also = also_lines(inquiry.knowledge, told.hotlines, council, say)
    words = "\n".join(part for part in (say.pick(told.reply), also) if part)
    if not words:
        return turn
    parts = turn.reply.parts
    # What can be lost by waiting is read first.
    at = 1 if also else len(parts)
    parts = (*parts[:at], Text(words), *parts[at:])
    return replace(turn, reply=replace(turn.reply, parts=parts))


def with_rest(inquiry: Inquiry, turn: Turn) -> Turn:
    """The turn, with where the rest of the message belongs, in the order in which it was asked."""
    needs, say = inquiry.knowledge.needs, inquiry.say
    before, after = (
        (Text(say.pick(needs[need].reply)),) if need else ()
        for need in (inquiry.before, inquiry.after)
    )
    too: tuple[Text, ...] = ()
    if inquiry.too and turn.outcome is Outcome.ANSWERED and turn.office:
        contact = with_phone(inquiry.knowledge.offices[turn.office], say)
        too = (_as_well(say.pick(needs[inquiry.too].name), contact, say),)
    parts = (*before, *turn.reply.parts, *too, *after)
    return replace(turn, reply=replace(turn.reply, parts=parts))


def _lacking(inquiry: Inquiry, council: str, need: str, p: float) -> bool:
    """Whether a need was understood that no entry of the council meets first."""
    belief = inquiry.belief
    if belief.found or p < _LIKELY or p <= belief.ranked[0].score:
        return False
    return not any(need in entry.needs for entry in inquiry.knowledge.entries_of(council))
