"""The clerk at the counter: one message or choice in, the decision and the reply out.

The order is fixed and visible in ``hear``: danger first; then small talk; a city that is not ours;
an office by name; what is not ours; and then the entries. Every name and number said stands in the
knowledge base.
"""

import copy
import re
from dataclasses import replace
from datetime import datetime

from bot.conversation import activities, asking, choosing, crisis, followups, menu
from bot.conversation.aside_words import Aside
from bot.conversation.asides import aside, corrected
from bot.conversation.cards import calling_card, entry_card, hotlines_for, office_card, with_phone
from bot.conversation.clock import after_hours
from bot.conversation.nearest import by_postal_code, office_for, postal_code
from bot.conversation.placing import place_alone
from bot.conversation.tokens import parse, token
from bot.conversation.tongue import spoken_to
from bot.conversation.wording import Wording
from bot.model import (
    Candidate,
    Card,
    Choice,
    Choices,
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
from bot.understanding.danger import Danger, DangerSense, Grade
from bot.understanding.japanese import Analysis, normalise
from bot.understanding.match import Belief, Matcher
from bot.understanding.message import Ear, Message
from bot.understanding.places import Gazetteer, Where
from bot.understanding.reasons import Reasons
from bot.understanding.refusal import PLAINLY_FOUND, Verdict, judge

_LONG = 2000
_LONGEST_READ = 20_000
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d{1,3}[.。]?")
_SHOWN = 3
_WORTH_SHOWING = 0.12
_OFFICE_ASKED = 0.2
_RECOGNISED = 0.5
_SAID_AS_WELL = 0.02
_ABOUT = 0.1
_CERTAIN = 0.9


class Guide:
    """Decides on messages and choices. ``ref`` names the question in tokens, for later choices.

    ``staffed`` are the councils whose staff can be asked; nobody is promised a reply by the others.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        ear: Ear,
        matcher: Matcher,
        danger: DangerSense,
        reasons: Reasons,
        gazetteer: Gazetteer,
        staffed: frozenset[str] = frozenset(),
        now: datetime | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.ear = ear
        self.matcher = matcher
        self.danger = danger
        self.reasons = reasons
        self.gazetteer = gazetteer
        self.staffed = staffed
        self.now = now

    def alone(self) -> "Guide":
        """The same clerk at a time when no staff can be reached."""
        clerk = copy.copy(self)
        clerk.staffed = frozenset()
        return clerk

    def at(self, now: datetime) -> "Guide":
        """The same clerk with an eye on the clock."""
        clerk = copy.copy(self)
        clerk.now = now
        return clerk

    def wording(self, session: Session) -> Wording:
        """The sentences for a session."""
        return Wording(self.knowledge.texts, session.language, self.now)

    def hear(self, session: Session, text: str, ref: str) -> Turn:
        """Decide on one message."""
        session = spoken_to(session, text)
        say = self.wording(session)
        if len(text) > _LONGEST_READ:
            # A danger often hides in the last line.
            text = text[: _LONGEST_READ // 2] + "\n" + text[-_LONGEST_READ // 2 :]
        if postal_code(text) or not _LETTER.search(normalise(text)):
            return self._wordless(session, text, say)
        message = self.ear.listen(text)
        danger = self.danger.assess(message)
        where = self.gazetteer.find(text, session.council)
        waiting, home = session.pending is not None, session.council
        place = place_alone(self.knowledge, self.gazetteer, text, home, asked=waiting)
        harmless = place is not None or _leaving(session, text)
        if danger.grade is Grade.CRISIS and harmless:
            danger = replace(danger, grade=Grade.NONE)
        if (safe := self._in_danger(session, text, danger, where, say)) is not None:
            return safe
        if (followed := self._follow_up(session, text, say)) is not None:
            return followed
        if place is not None:
            return self._gone_to(session, place, ref, say)
        belief = self.matcher.believe(message, where.council or session.council)
        session = _placed(session, where)
        turn = self._ordinary(session, text, message, where, belief, ref, say)
        turn = self._topical(replace(turn, need=self._need(belief)), ref)
        if len(text) > _LONG:
            turn = _before(turn, say("too-long"))
        if danger.grade is Grade.CARE:
            turn = self._caring(turn, danger, say)
        return turn

    def _wordless(self, session: Session, text: str, say: Wording) -> Turn:
        """A message without a letter: a postal code, a number, or nothing that can be read."""
        if session.danger:
            return crisis.still(self.knowledge, session, self._later(session, Where()), say)
        if code := postal_code(text):
            near = by_postal_code(self.knowledge, code)
            return menu.near_postal_code(self.knowledge, session, code, near, say)
        words = say("no-such-number" if _NUMBER.fullmatch(normalise(text)) else "empty")
        return Turn(Reply((Text(words),)), session, Outcome.SMALLTALK)

    def choose(self, session: Session, chosen: str, ref: str) -> Turn | None:
        """Decide on a choice; None where its token means nothing any more."""
        say = self.wording(session)
        match parse(chosen):
            case ("council", (council,)) if council in self.knowledge.councils:
                return self._council_chosen(session, council, ref)
            case ("area", (office,)) if office in self.knowledge.offices:
                return menu.area_chosen(self.knowledge, session, office, say)
            case ("area", ("none",)):
                return menu.area_left_open(self.knowledge, session, say)
            case ("join", (entry,)) if entry in self.knowledge.entries:
                return self._join(session, entry, say)
            case ("danger", (situation,)) if situation in self.knowledge.situations:
                later = self._later(session, Where())
                return crisis.answer(self.knowledge, session, (situation,), later, say)
            case _:
                return choosing.choose(self.knowledge, session, chosen, say)

    def offer_staff(self, turn: Turn, ref: str, say: Wording) -> Turn:
        """The same turn, asking whether staff may reply, where there is staff to reply."""
        if turn.council not in self.staffed:
            return turn
        choices = (
            (
                Choice(say("staff-yes"), token("staff", "yes", ref)),
                Choice(say("staff-no"), token("staff", "no", ref)),
            ),
            *turn.reply.choices.rows,
        )
        reply = Reply((*turn.reply.parts, Text(say("may-staff-reply"))), Choices(choices))
        return replace(turn, reply=reply)

    def _need(self, belief: Belief) -> str | None:
        """What a message most likely is about, be it ours or not; None where it is about nothing."""
        kinds = (NeedKind.NEED, NeedKind.ELSEWHERE)
        need, p = belief.top(*kinds, of=self.matcher.kinds)
        return need if p >= _ABOUT else None

    def _ordinary(
        self,
        session: Session,
        text: str,
        message: Message,
        where: Where,
        belief: Belief,
        ref: str,
        say: Wording,
    ) -> Turn:
        council = where.council or session.council
        verdict = judge(belief)
        if where.several:
            return self._which_namesake(session, text, where.several, say)
        if verdict is Verdict.CHAT and not where.elsewhere:
            return self._smalltalk(session, belief, say)
        if where.elsewhere:
            return self._elsewhere_city(replace(session, pending=None), where.elsewhere, say)
        if (
            where.council
            and verdict is not Verdict.CONTACT
            and _only_a_place(message.analysis, belief)
        ):
            return self._gone_to(session, where, ref, say)
        # A new question takes the place of one that waited for its council.
        session = replace(session, pending=None)
        if verdict is Verdict.REFUSE:
            asks_office = belief.contact >= _OFFICE_ASKED or where.named
            if where.office and asks_office:
                return self._contact(session, belief, where, council, say, ref)
            return self._refused(session, belief, where, council, say, ref)
        if council is None:
            return self._which_council(session, text, belief, verdict, say)
        if verdict is Verdict.CONTACT:
            return self._contact(session, belief, where, council, say, ref)
        turn = self._entries(session, belief, verdict, where, council, say, ref)
        if session.council not in (None, council):
            city = say.pick(self.knowledge.councils[council].place)
            turn = _before(turn, say("about-other-council", city=city))
        return turn

    def _gone_to(self, session: Session, where: Where, ref: str, say: Wording) -> Turn:
        """A place by itself: where the question that waits is asked, what was spoken of, or home."""
        assert where.council is not None
        if session.topic is not None and session.pending is None:
            return followups.moved(self.knowledge, session, where.council, where.office, say)
        return self._council_chosen(session, where.council, ref, where.office)

    def _later(self, session: Session, where: Where) -> Office | None:
        """Where to turn after a crisis, in the city that was named or chosen."""
        council = where.council or session.council
        return office_for(self.knowledge, session, council, where.office, None) if council else None

    def _in_danger(
        self, session: Session, text: str, danger: Danger, where: Where, say: Wording
    ) -> Turn | None:
        """What is said in danger, and until it is over; None where there is none."""
        office = self._later(session, where)
        if session.danger and crisis.cannot_call(text):
            new = danger.situations if danger.grade is Grade.CRISIS else ()
            worse = replace(session, danger=tuple(dict.fromkeys((*new, *session.danger))))
            return crisis.without_voice(self.knowledge, worse, office, say)
        if danger.grade is Grade.CRISIS:
            return crisis.answer(self.knowledge, session, danger.situations, office, say)
        if not session.danger:
            return None
        if aside(text) is Aside.CALM:
            return crisis.over(session, say)
        return crisis.still(self.knowledge, session, office, say)

    def _follow_up(self, session: Session, text: str, say: Wording) -> Turn | None:
        """The answer to a message that only has a meaning after the one before."""
        council = session.council
        asked = aside(text)
        if asked is Aside.AGAIN:
            return menu.begin_again(self.knowledge, session, say)
        if session.to_staff and council:
            settled = replace(session, to_staff=False)
            return choosing.unmatched(self.knowledge, settled, council, None, (), say)
        if session.topic is None or session.pending:
            return None
        if asked is Aside.BYE:
            return Turn(Reply((Text(say("bye")),)), session, Outcome.SMALLTALK)
        if asked is Aside.JOIN:
            return (
                self._join(session, session.topic.entries[0], say)
                if session.topic.entries
                else None
            )
        if asked is not None and asked is not Aside.CALM:
            return followups.answer(self.knowledge, session, asked, say)
        where = self.gazetteer.find(corrected(text) or "", council)
        if where.council:
            return followups.moved(self.knowledge, session, where.council, where.office, say)
        return None

    def _join(self, session: Session, entry: str, say: Wording) -> Turn:
        staffed = self.knowledge.entries[entry].council in self.staffed
        return activities.join(self.knowledge, session, entry, say, staffed=staffed)

    def _topical(self, turn: Turn, ref: str) -> Turn:
        """The turn, with what it was about remembered."""
        if turn.council is None or turn.outcome is Outcome.SMALLTALK:
            return turn
        entries = tuple(c.id for c in turn.candidates if c.id in self.knowledge.entries)
        office = turn.office or self.knowledge.councils[turn.council].headquarters
        topic = Topic(turn.council, office, entries, ref, turn.need in self.knowledge.joining)
        return replace(turn, session=replace(turn.session, topic=topic))

    def _caring(self, turn: Turn, danger: Danger, say: Wording) -> Turn:
        council = self.knowledge.councils.get(turn.council or turn.session.council or "")
        line = hotlines_for(self.knowledge, danger.situations[:1], council, 1)[0]
        words = say("care", name=say.pick(line.name), number=line.number)
        reply = replace(turn.reply, parts=(*turn.reply.parts, Text(words)))
        return replace(turn, reply=reply, care=True)

    def _smalltalk(self, session: Session, belief: Belief, say: Wording) -> Turn:
        need, _ = belief.top(NeedKind.SMALLTALK, of=self.matcher.kinds)
        words = say.pick(self.knowledge.needs[need].reply)
        choices = Choices(()) if session.council else menu.councils(self.knowledge, say)
        return Turn(Reply((Text(words),), choices), session, Outcome.SMALLTALK)

    def _elsewhere_city(self, session: Session, city: str, say: Wording) -> Turn:
        cities = menu.cities(self.knowledge, say)
        parts = (
            Text(say("elsewhere-city", city=city)),
            Text(say("only-these-cities", cities=cities)),
        )
        return Turn(Reply(parts), session, Outcome.UNMATCHED, council=session.council)

    def _which_council(
        self, session: Session, text: str, belief: Belief, verdict: Verdict, say: Wording
    ) -> Turn:
        sure = verdict is Verdict.ANSWER
        return Turn(
            Reply((Text(say("which-council")),), menu.councils(self.knowledge, say)),
            replace(session, pending=text),
            Outcome.ANSWERED if sure else Outcome.SUGGESTED,
            () if verdict is Verdict.CONTACT else belief.ranked,
        )

    def _which_namesake(
        self, session: Session, text: str, several: tuple[str, ...], say: Wording
    ) -> Turn:
        choices = menu.namesakes(self.knowledge, several)
        waiting = replace(session, pending=text)
        return Turn(Reply((Text(say("which-council")),), choices), waiting, Outcome.SUGGESTED)

    def _refused(
        self,
        session: Session,
        belief: Belief,
        where: Where,
        council: str | None,
        say: Wording,
        ref: str,
    ) -> Turn:
        need, p = belief.top(NeedKind.ELSEWHERE, of=self.matcher.kinds)
        recognised = p >= _RECOGNISED and self.knowledge.needs[need].reply.ja
        if recognised:
            parts: list[Text | Card] = [Text(say.pick(self.knowledge.needs[need].reply))]
            choices: tuple[tuple[Choice, ...], ...] = ()
            office = (
                office_for(self.knowledge, session, council, where.office, None)
                if council
                else None
            )
            if office:
                contact = say("welfare-contact", contact=with_phone(office, say))
                parts.append(Text(contact))
                if council in self.staffed:
                    choices = ((Choice(say("ask-staff"), token("give", ref)),),)
            reply = Reply(tuple(parts), Choices(choices))
            shown = office.id if office else None
            return Turn(reply, session, Outcome.UNMATCHED, belief.ranked, council, shown)
        return choosing.unmatched(
            self.knowledge, session, council, where.office, belief.ranked, say
        )

    def _contact(
        self,
        session: Session,
        belief: Belief,
        where: Where,
        council: str | None,
        say: Wording,
        ref: str,
    ) -> Turn:
        """The office asked for, and under it what it was asked for, where that was said as well."""
        council = where.council or council
        assert council is not None
        first = office_for(self.knowledge, session, council, where.office, None)
        kept = [first, self.knowledge.headquarters(council)]
        if not where.office:
            kept.extend(o for o in self.knowledge.offices_of(council))
        shown = list({office.id: office for office in kept}.values())
        cards = [office_card(self.knowledge, office, say) for office in shown[:1]]
        about = [c for c in belief.ranked[:1] if c.score >= _SAID_AS_WELL]
        services = asking.choices(self.knowledge, [c.id for c in about], ref, say, belief.needs)
        others = [o for o in self.knowledge.offices_of(council) if o is not first]
        rows = [(Choice(say.pick(o.name), token("office", o.id)),) for o in others]
        if others and (session.office or where.office):
            # Who has told where they live is not to choose among all districts again.
            rows = [(Choice(say("other-offices"), token("offices", council)),)]
        return Turn(
            Reply((Text(say("contact")), *cards), Choices((*services, *rows))),
            session,
            Outcome.ANSWERED,
            (Candidate(first.id, 1.0), *about, *(Candidate(o.id, 1.0) for o in shown[1:10])),
            council,
            first.id,
        )

    def _entries(
        self,
        session: Session,
        belief: Belief,
        verdict: Verdict,
        where: Where,
        council: str,
        say: Wording,
        ref: str,
    ) -> Turn:
        ranked = belief.ranked
        best = self.knowledge.entries[ranked[0].id]
        office = office_for(self.knowledge, session, council, where.office, best.office)
        need, p = belief.top(NeedKind.NEED, of=self.matcher.kinds)
        lacking = not belief.found and p >= 0.5 and p > ranked[0].score
        lacking = lacking and not any(need in e.needs for e in self.knowledge.entries_of(council))
        near = [
            c
            for c in ranked[:_SHOWN]
            if c.score >= _WORTH_SHOWING or (lacking and need in self.knowledge.entries[c.id].also)
        ]
        asked = self._need(belief)
        joining = asked in self.knowledge.joining
        browsing = asking.activities(self.knowledge, council, say) if joining else ()
        if verdict is Verdict.ANSWER and not lacking:
            card = entry_card(self.knowledge, best, office, say, joining=joining)
            rows = choosing.under(
                self.knowledge, best, office, ref, say, joining=joining, need=asked
            )
            first = say("answered")
            if p >= _CERTAIN and need in best.needs:
                # Said back, so that a misunderstanding shows at once.
                first = say("answered-need", name=say.pick(self.knowledge.needs[need].name))
            told: tuple[Text | Card, ...] = (Text(first), card, *after_hours(office, say))
            reply = Reply(told, Choices(rows))
            return Turn(reply, session, Outcome.ANSWERED, ranked, council, office.id)
        name = say.pick(self.knowledge.councils[council].called)
        if lacking and not near:
            office = office_for(self.knowledge, session, council, where.office, None)
            parts = (Text(say("no-entry", council=name)), calling_card(self.knowledge, office, say))
            reply = Reply(parts, Choices((browsing,) if browsing else ()))
            return Turn(reply, session, Outcome.UNMATCHED, (), council, office.id, asks_staff=True)
        words = say("no-entry-but", council=name) if lacking else say("suggested")
        contact = say("welfare-contact", contact=with_phone(office, say))
        shown = [c.id for c in near or ranked[:1]]
        buttons = asking.choices(self.knowledge, shown, ref, say, belief.needs)
        buttons.append((*browsing, Choice(say("none-of-these"), token("none", ref))))
        reply = Reply((Text(words), Text(contact)), Choices(tuple(buttons)))
        return Turn(reply, session, Outcome.SUGGESTED, ranked, council, office.id)

    def _council_chosen(
        self, session: Session, council: str, ref: str, office: str | None = None
    ) -> Turn:
        pending = session.pending
        kept = session.office if session.council == council else None
        settled = replace(session, council=council, office=office or kept, pending=None)
        if pending:
            return self.hear(settled, pending, ref)
        if office:
            return menu.area_chosen(self.knowledge, settled, office, self.wording(settled))
        return menu.council_chosen(self.knowledge, settled, self.wording(session))


def _leaving(session: Session, text: str) -> bool:
    """Whether somebody who was answered only takes leave, in however childlike a way."""
    answered = session.topic is not None and not session.danger
    return answered and aside(text) is Aside.BYE


def _placed(session: Session, where: Where) -> Session:
    """The session in the place a question names, where none was known yet."""
    if where.council is None or session.office or session.council not in (None, where.council):
        return session
    return replace(session, council=where.council, office=None if where.named else where.office)


def _only_a_place(analysis: Analysis, belief: Belief) -> bool:
    return (
        len(analysis.words) <= 3
        and len(analysis.text) <= 12
        and belief.ranked[:1] != ()
        and belief.ranked[0].score < 0.3
        and belief.found < PLAINLY_FOUND
    )


def _before(turn: Turn, words: str) -> Turn:
    return replace(turn, reply=replace(turn.reply, parts=(Text(words), *turn.reply.parts)))
