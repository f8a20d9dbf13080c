"""The clerk at the counter: one message or choice in, the decision and the reply out.

The order is fixed and visible in ``hear``: danger first; then small talk; a city that is not ours;
an office by name; what is not ours; and then the entries. Every name and number said stands in the
knowledge base.
"""

import copy
import re
from dataclasses import replace
from datetime import datetime

from bot.conversation import (
    activities,
    answering,
    choosing,
    crisis,
    followups,
    menu,
    safe_mode,
    several,
)
from bot.conversation.answering import Inquiry
from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.recognition import aside, corrected, rather
from bot.conversation.cards import for_joining, hotlines_for
from bot.conversation.nearest import by_postal_code, postal_code
from bot.conversation.placing import place_alone
from bot.conversation.tokens import parse, token
from bot.conversation.tongue import spoken_to
from bot.conversation.wording import Wording
from bot.model import (
    Choice,
    Choices,
    Knowledge,
    Language,
    Outcome,
    Reply,
    Session,
    Text,
    Topic,
    Turn,
)
from bot.understanding.danger import PRESSING, Danger, DangerSense, Grade
from bot.understanding.japanese import Analysis, normalise
from bot.understanding.match import Belief, Matcher
from bot.understanding.message import Ear
from bot.understanding.places import Gazetteer, Where
from bot.understanding.reasons import Reasons
from bot.understanding.refusal import PLAINLY_FOUND, Verdict, judge

_LONG = 2000
_LONGEST_READ = 20_000
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d{1,3}[.。]?")
_TONGUES: dict[Aside, Language] = {
    Aside.IN_KANJI: "ja",
    Aside.IN_KANA: "easy",
    Aside.IN_ENGLISH: "en",
}
_OF_THIS_GUIDE = {Aside.PRIVACY: "secret", Aside.NO_NEWS: "stop-how"}
# Whole messages of a known form, whatever words that speak of danger elsewhere are in them.
_HARMLESS = frozenset(Aside) - {Aside.BYE, Aside.NO_CALL, Aside.NO_PHONE, Aside.PAST, Aside.SAYING}
_PARTING = {
    Aside.BYE: "bye",
    Aside.CALM: "calm",
    Aside.PAST: "calm",
    Aside.WILL_CALL: "will-call",
}
_OFFICE_ASKED = 0.2
_PLAINLY = 0.5


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
        return Wording(self.knowledge.texts, session.language, self.now, writing=session.writes)

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
        if where == Where():
            far = self.gazetteer.far_home(text, asked=waiting)
            where = replace(where, elsewhere=far or None)
        meant = corrected(text)
        named = meant or text
        place = place_alone(self.knowledge, self.gazetteer, named, home, where, asked=waiting)
        asked = aside(text)
        if place is not None or _leaving(session, asked) or asked in _HARMLESS:
            danger = replace(danger, grade=Grade.NONE)
        office = safe_mode.later(self.knowledge, session, where)
        heard = (self.knowledge, session, text, asked, danger, office, say)
        if (safe := safe_mode.hear(*heard)) is not None:
            return safe
        if (followed := self._follow_up(session, meant, asked, say)) is not None:
            return followed
        if place is not None and not session.danger:
            return self._gone_to(session, place, ref, say)
        wish = message if (bare := rather(text)) == text else self.ear.listen(bare)
        belief = self.matcher.believe(wish, where.council or session.council)
        session = _placed(session, place or where)
        if session.danger:
            kinds, there = self.matcher.kinds, place or where
            return safe_mode.ordinary(self.knowledge, session, belief, kinds, there, say)
        inquiry = Inquiry(
            *(self.knowledge, self.matcher.kinds, session, text, where, belief, judge(belief)),
            *(several.need_of(belief, self.matcher.kinds), self.staffed, ref, say),
        )
        inquiry = several.told_apart(
            inquiry, lambda part: self.matcher.believe(self.ear.listen(part), inquiry.council)
        )
        turn = answering.with_advice(inquiry, self._ordinary(inquiry, message.analysis))
        turn = answering.with_rest(inquiry, turn)
        turn = self._topical(replace(turn, need=inquiry.need), ref)
        if len(text) > _LONG:
            turn = _before(turn, say("too-long"))
        if danger.grade is Grade.CARE:
            turn = self._caring(turn, danger, say)
        return turn

    def _wordless(self, session: Session, text: str, say: Wording) -> Turn:
        """A message without a letter: a postal code, a number, or nothing that can be read."""
        if session.danger:
            office = safe_mode.later(self.knowledge, session, Where())
            return crisis.still(self.knowledge, session, office, say)
        if code := postal_code(text):
            near = by_postal_code(self.knowledge, code)
            return menu.near_postal_code(self.knowledge, session, code, near, say)
        words = say("no-such-number" if _NUMBER.fullmatch(normalise(text)) else "empty")
        return Turn(Reply((Text(words),)), session, Outcome.SMALLTALK)

    def choose(self, session: Session, chosen: str, ref: str) -> Turn | None:
        """Decide on a choice; None where its token means nothing any more."""
        say = self.wording(session)
        turn = self._choose(session, chosen, ref, say)
        if turn is None or not turn.session.danger or turn.outcome is Outcome.CRISIS:
            return turn
        office = safe_mode.later(self.knowledge, turn.session, Where())
        return crisis.in_sight(self.knowledge, turn.session, turn.reply, office, say)

    def _choose(self, session: Session, chosen: str, ref: str, say: Wording) -> Turn | None:
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
                inside = replace(session, danger=(situation,), lines=())
                later = safe_mode.later(self.knowledge, inside, Where())
                return crisis.answer(self.knowledge, inside, later, say)
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

    def _ordinary(self, inquiry: Inquiry, analysis: Analysis) -> Turn:
        where, verdict, council = inquiry.where, inquiry.verdict, inquiry.council
        if where.several:
            return answering.which_namesake(inquiry)
        if verdict is Verdict.CHAT and not where.elsewhere:
            return answering.smalltalk(inquiry)
        if (
            where.council
            and not where.elsewhere
            and verdict is not Verdict.CONTACT
            and _only_a_place(analysis, inquiry.belief)
        ):
            return self._gone_to(inquiry.session, where, inquiry.ref, inquiry.say)
        # A new question takes the place of one that waited for its council.
        inquiry = replace(inquiry, session=replace(inquiry.session, pending=None))
        if where.elsewhere:
            return answering.elsewhere_city(inquiry)
        if council and inquiry.need not in self.knowledge.joining:
            asked = (inquiry.session, inquiry.text, council, inquiry.say)
            if (liked := activities.liked(self.knowledge, *asked)) is not None:
                return liked
        if verdict is Verdict.REFUSE:
            asks_office = inquiry.belief.contact >= _OFFICE_ASKED or where.named
            if (where.office and asks_office) or (
                where.part and inquiry.belief.contact >= _PLAINLY
            ):
                return answering.contact(inquiry)
            return answering.refused(inquiry)
        if council is None and inquiry.session.elsewhere:
            return answering.elsewhere_city(inquiry)
        if council is None:
            return answering.which_council(inquiry)
        if verdict is Verdict.CONTACT:
            return answering.contact(inquiry)
        turn = answering.entries(inquiry)
        city, elsewhere = self.knowledge.councils[council].place, inquiry.session.elsewhere
        if elsewhere:
            # Said once: the next question is most likely about one's own city again.
            turn = replace(turn, session=replace(turn.session, elsewhere=""))
            told = inquiry.say("not-elsewhere", elsewhere=elsewhere, city=inquiry.say.pick(city))
            return _before(turn, told)
        if inquiry.session.council not in (None, council):
            return _before(turn, inquiry.say("about-other-council", city=inquiry.say.pick(city)))
        return turn

    def _gone_to(self, session: Session, where: Where, ref: str, say: Wording) -> Turn:
        """A place by itself: where the question that waits is asked, what was spoken of, or home."""
        assert where.council is not None
        if session.topic is not None and session.pending is None:
            return followups.moved(self.knowledge, session, where.council, where.office, say)
        return self._council_chosen(session, where.council, ref, where.office)

    def _follow_up(
        self, session: Session, meant: str | None, asked: Aside | None, say: Wording
    ) -> Turn | None:
        """The answer to a message that only has a meaning after the one before.

        ``meant`` is what it puts in the place of something else（「一関じゃなくて花泉」）.
        """
        council = session.council
        if asked is Aside.AGAIN:
            return menu.begin_again(self.knowledge, session, say)
        if asked in _TONGUES:
            return menu.choose(self.knowledge, session, token("language", _TONGUES[asked]), say)
        if asked in _OF_THIS_GUIDE:
            return Turn(Reply((Text(say(_OF_THIS_GUIDE[asked])),)), session, Outcome.SMALLTALK)
        if session.to_staff and council:
            settled = replace(session, to_staff=False)
            return choosing.unmatched(self.knowledge, settled, council, None, (), say)
        if session.topic is None or session.pending:
            if asked is None:
                return None
            return followups.without_subject(self.knowledge, session, asked, say)
        if asked in _PARTING:
            return Turn(Reply((Text(say(_PARTING[asked])),)), session, Outcome.SMALLTALK)
        if asked is Aside.JOIN:
            first = next((self.knowledge.entries[id_] for id_ in session.topic.entries), None)
            if first and for_joining(first, asked=session.topic.joining):
                return self._join(session, first.id, say)
            asked = Aside.ENTRANCE
        if asked is not None:
            return followups.answer(self.knowledge, session, asked, say)
        where = self.gazetteer.find(meant or "", council)
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
        joining = turn.need in self.knowledge.joining
        answered = turn.outcome is Outcome.ANSWERED
        shown = answered and [c.id for c in turn.candidates[:1]] == list(entries[:1])
        topic = Topic(turn.council, office, entries, ref, joining, turn.need or "", shown)
        return replace(turn, session=replace(turn.session, topic=topic))

    def _caring(self, turn: Turn, danger: Danger, say: Wording) -> Turn:
        council = self.knowledge.councils.get(turn.council or turn.session.council or "")
        line = hotlines_for(self.knowledge, danger.situations[:1], council, danger.lines)[0]
        words = say("care", name=say.pick(line.name), number=line.number)
        if danger.measure >= PRESSING:
            return replace(_before(turn, words), care=True)
        reply = replace(turn.reply, parts=(*turn.reply.parts, Text(words)))
        return replace(turn, reply=reply, care=True)

    def _council_chosen(
        self, session: Session, council: str, ref: str, office: str | None = None
    ) -> Turn:
        pending = session.pending
        kept = session.office if session.council == council else None
        home = replace(session, council=council, office=office or kept)
        settled = replace(home, pending=None, elsewhere="")
        if pending:
            return self.hear(settled, pending, ref)
        if office:
            return menu.area_chosen(self.knowledge, settled, office, self.wording(settled))
        return menu.council_chosen(self.knowledge, settled, self.wording(session))


def _leaving(session: Session, asked: Aside | None) -> bool:
    """Whether somebody who was answered only takes leave, in however childlike a way."""
    answered = session.topic is not None and not session.danger
    return answered and asked is Aside.BYE


def _placed(session: Session, where: Where) -> Session:
    """The session in the place a question names, where none was known yet."""
    if where.council:
        session = replace(session, elsewhere="")
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
        and belief.contact < _OFFICE_ASKED
    )


def _before(turn: Turn, words: str) -> Turn:
    return replace(turn, reply=replace(turn.reply, parts=(Text(words), *turn.reply.parts)))
