"""The use cases: hear, choose, consent, claim, answer, close ... one transaction each.

The counter joins the guide (which decides) and the store (which remembers). It knows no channel and
sends nothing: what is to be sent is what it returns. A channel that begins a transaction around a
use case keeps, in the same transaction, that the message was heard and what is to be sent for it.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversation.asking import given_up
from bot.conversation.cards import with_phone
from bot.conversation.choosing import unmatched, without_feedback
from bot.conversation.guide import Guide
from bot.conversation.hours import JAPAN
from bot.conversation.nearest import office_for
from bot.conversation.tokens import parse, token
from bot.conversation.tongue import spoken_to
from bot.conversation.transcript import shown
from bot.conversation.wording import Wording
from bot.model import (
    Address,
    Choice,
    Choices,
    Knowledge,
    Language,
    Office,
    Outcome,
    Question,
    Reply,
    Session,
    Text,
    Ticket,
    Topic,
    Turn,
)
from bot.store.resident import Notice
from bot.store.store import Store, StoreError, Work
from bot.understanding.danger import Grade
from bot.understanding.masking import Masker

_MOST_A_MINUTE = 20
_MOST_IN_DANGER = 60
_LAST_WORDS = 500
# How long a conversation keeps its subject.
_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Chat:
    """Who speaks: a chat in a channel, and the language its app is set to, where known."""

    channel: str
    id: str
    language: Language = "ja"

    @property
    def new_session(self) -> Session:
        """Nothing is known yet. An app in another language than Japanese is taken for a choice."""
        return Session(language=self.language, chosen=self.language != "ja")


@dataclass(frozen=True, slots=True)
class Said:
    """What to send to the resident, and what staff should now see, if anything.

    That is a ticket, or an office whose number is ``doubted``.
    """

    reply: Reply
    ticket: Ticket | None = None
    doubted: Office | None = None


class Counter:
    def __init__(self, guide: Guide, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self.serve(guide)

    def serve(self, guide: Guide) -> None:
        """From now on another guide decides, over other knowledge."""
        self.guide = guide
        self._mask = Masker(guide.ear.japanese, guide.knowledge).mask

    @property
    def knowledge(self) -> Knowledge:
        return self.guide.knowledge

    def refused_knowledge(self, lines: Sequence[str]) -> str:
        """What staff are told where a change of the knowledge cannot be served."""
        return self._staff("staff-knowledge-refused", lines="\n".join(lines))

    def staff_wording(self) -> Wording:
        """The sentences that staff read."""
        return Wording(self.knowledge.texts, "ja")

    def mask(self, text: str) -> str:
        """The text without what says who wrote it."""
        return self._mask(text)

    async def hear(self, chat: Chat, text: str) -> Said:
        """One message from a resident."""
        ref = secrets.token_hex(6)
        async with self._store.begin() as work:
            session = await self._session(work, chat)
            turn = self._clerk().hear(session, text, ref)
            return await self._settle(work, chat, turn, ref, text)

    async def choose(self, chat: Chat, chosen: str) -> Said:
        """One choice of a resident."""
        ref = secrets.token_hex(6)
        async with self._store.begin() as work:
            session = await self._session(work, chat)
            match parse(chosen):
                case ("staff", (("yes" | "no") as wish, question)):
                    return await self._consent(work, chat, session, question, wish == "yes")
                case ("joined", (entry,)) if entry in self.knowledge.entries:
                    return await self._joined(work, chat, session, ref, entry)
                case ("notice", (council,)):
                    return await self._notice(work, session, council)
                case ("news", (council, theme)) if theme in self.knowledge.themes:
                    return await self._subscribed(work, chat, session, council, theme)
                case ("give", (question,)) if question != "-":
                    return await self._given_up(work, chat, session, question)
                case ("entry", (question, entry)):
                    await work.chose(question, entry)
                    session = await self._about(work, session, question)
                case (("wrong" | "good") as verdict, (question,)):
                    await work.own.judge(question, verdict)
                    session = await self._about(work, session, question)
                case ("phone", (question,)):
                    return await self._number_doubted(work, session, chosen, question)
                case (("none" | "about"), (question, *_)):
                    session = await self._about(work, session, question)
                case ("council", (_,)) if session.pending is not None:
                    turn = self._clerk().choose(session, chosen, ref)
                    if turn is not None:
                        return await self._settle(work, chat, turn, ref, session.pending)
            turn = self._clerk().choose(session, chosen, ref)
            if turn is None:
                return self._stale(session)
            await work.keep_session(chat.channel, chat.id, turn.session, self._now())
            verb, (question, *_) = parse(chosen)[0], (*parse(chosen)[1], "")
            if verb == "entry" and await work.own.judged(question):
                turn = replace(turn, reply=without_feedback(turn.reply))
            return Said(await self._announced(work, chat, turn))

    async def admit(self, chat: Chat, text: str, at: datetime | None = None) -> Reply | None:
        """None where a message is to be worked on; else what to say, if anything.

        Who writes more than anybody can read is told so once a minute. Danger is still heard.
        """
        async with self._store.begin() as work:
            new = await work.session(chat.channel, chat.id) is None
            count = await work.bursts.count(chat.channel, chat.id, at or self._now(), new=new)
            if count <= _MOST_A_MINUTE:
                return None
            if count <= _MOST_IN_DANGER and text and self._endangered(text):
                return None
            if count > _MOST_A_MINUTE + 1:
                return Reply(())
            say = self.guide.wording(spoken_to(await self._session(work, chat), text))
            return Reply((Text(say("too-many")),))

    async def browse(
        self,
        chat: Chat,
        page: Callable[[Knowledge, Session, Wording], Turn],
        council: str | None = None,
    ) -> Said:
        """A page of the menu; ``council`` where a link already names it."""
        async with self._store.begin() as work:
            session = await self._session(work, chat)
            if council in self.knowledge.councils:
                session = replace(
                    Session(council, language=session.language, told=session.told),
                    chosen=session.chosen,
                )
            turn = page(self.knowledge, session, self._clerk().wording(session))
            await work.keep_session(chat.channel, chat.id, turn.session, self._now())
            return Said(await self._announced(work, chat, turn, again=True))

    async def known(self, chat: Chat) -> Session:
        """What is remembered of a chat."""
        async with self._store.begin() as work:
            return await self._session(work, chat)

    async def wording(self, chat: Chat) -> Wording:
        """The sentences in the language of a chat."""
        async with self._store.begin() as work:
            return self.guide.wording(await self._session(work, chat))

    async def sorry(self, chat: Chat) -> Reply:
        """What to say when something broke; works without the store."""
        try:
            async with self._store.begin() as work:
                session = await self._session(work, chat)
        except StoreError:
            session = chat.new_session
        say = self.guide.wording(session)
        if session.council is None:
            return Reply((Text(say("trouble-nowhere")),))
        office = self.knowledge.headquarters(session.council)
        words = say("trouble", contact=with_phone(office, say))
        return Reply((Text(words),))

    def today(self) -> str:
        """The date in Japan, as YYYY-MM-DD."""
        return self._now().astimezone(JAPAN).date().isoformat()

    async def welcome_back(self, chat: Chat) -> None:
        """A resident who had blocked us lets us write again."""
        async with self._store.begin() as work:
            await work.block(chat.channel, chat.id, blocked=False)

    def _endangered(self, text: str) -> bool:
        danger = self.guide.danger.assess(self.guide.ear.listen(text[-_LAST_WORDS:]))
        return danger.grade is Grade.CRISIS

    def _staff(self, text: str, **places: str) -> str:
        return self.staff_wording()(text, **places)

    def _clerk(self) -> Guide:
        return self.guide.at(self._now())

    async def _session(self, work: Work, chat: Chat) -> Session:
        since = self._now() - _REMEMBERED
        kept = await work.session(chat.channel, chat.id, since)
        if kept is None:
            return chat.new_session
        # A council, an office or an entry may have left the knowledge since.
        council = kept.council if kept.council in self.knowledge.councils else None
        office = kept.office if council and kept.office in self.knowledge.offices else None
        danger = tuple(one for one in kept.danger if one in self.knowledge.situations)
        lines = tuple(one for one in kept.lines if one in self.knowledge.hotlines)
        topic = kept.topic
        if topic is not None and topic.office in self.knowledge.offices:
            known = tuple(id_ for id_ in topic.entries if id_ in self.knowledge.entries)
            shown = topic.shown and known[:1] == topic.entries[:1]
            topic = replace(topic, entries=known, shown=shown)
        else:
            topic = None
        return replace(
            kept, council=council, office=office, topic=topic, danger=danger, lines=lines
        )

    async def _about(self, work: Work, session: Session, question: str) -> Session:
        """The session with an older question as its topic."""
        asked = await work.question(question)
        topic = session.topic
        if asked is None or asked.council is None or (topic and topic.question == question):
            return session
        entries = tuple(id_ for id_, _ in asked.candidates if id_ in self.knowledge.entries)
        own = self.knowledge.entries[entries[0]].office if entries else None
        office = office_for(self.knowledge, session, asked.council, None, own)
        joining = asked.need in self.knowledge.joining
        found = Topic(asked.council, office.id, entries, question, joining, asked.need or "")
        return replace(session, topic=found)

    async def _announced(self, work: Work, chat: Chat, turn: Turn, *, again: bool = False) -> Reply:
        """The reply under what staff have to tell everybody of the council.

        It is told whole the first time and on menus, and after that in a line.
        """
        council = turn.council or turn.session.council
        if council is None or turn.outcome is Outcome.CRISIS or turn.session.danger:
            return turn.reply
        notice = await work.own.notice(council)
        if notice is None:
            return turn.reply
        say = self.guide.wording(turn.session)
        if turn.session.told == notice.id and not again:
            name = say.pick(self.knowledge.councils[council].called)
            button = Choice(say("do-notice"), token("notice", council))
            choices = Choices((*turn.reply.choices.rows, (button,)))
            parts = (Text(say("disaster-line", council=name)), *turn.reply.parts)
            return replace(turn.reply, parts=parts, choices=choices)
        told = replace(turn.session, told=notice.id)
        await work.keep_session(chat.channel, chat.id, told, self._now())
        whole = self._announcement(notice, say)
        return replace(turn.reply, parts=(whole, *turn.reply.parts))

    def _announcement(self, notice: Notice, say: Wording) -> Text:
        name = say.pick(self.knowledge.councils[notice.council].called)
        return Text(say("disaster", council=name, words=notice.words))

    async def _notice(self, work: Work, session: Session, council: str) -> Said:
        """What staff tell everybody of the council, once more; or that it is over."""
        notice = await work.own.notice(council)
        say = self.guide.wording(session)
        if notice is None or council not in self.knowledge.councils:
            return Said(Reply((Text(say("disaster-over")),)))
        return Said(Reply((self._announcement(notice, say),)))

    async def _settle(self, work: Work, chat: Chat, turn: Turn, ref: str, text: str) -> Said:
        """Keep what a decision changes: the session, the question, and the ticket it opens."""
        now = self._now()
        waiting = turn.session.pending
        session = replace(turn.session, pending=None if waiting is None else self._mask(waiting))
        await work.keep_session(chat.channel, chat.id, session, now)
        if waiting is not None:
            return Said(turn.reply)
        turn = replace(turn, session=session)
        say = self.guide.wording(session)
        opens = turn.council if turn.asks_staff else None
        asked = self.guide.offer_staff(turn, ref, say) if opens else turn
        reply = await self._announced(work, chat, asked)
        kept = turn.outcome in (Outcome.SUGGESTED, Outcome.UNMATCHED)
        await work.log(
            Question(
                id=ref,
                asked_at=now,
                channel=chat.channel,
                council=turn.council,
                language=say.language,
                outcome=turn.outcome,
                care=turn.care,
                text=self._mask(text) if kept else None,
                candidates=tuple((c.id, c.score) for c in turn.candidates)
                if turn.outcome is not Outcome.CRISIS
                else (),
                need=turn.need,
                shown=shown(reply) if kept else (),
            )
        )
        if opens:
            await work.open_ticket(ref, opens, now)
        return Said(reply)

    async def _given_up(self, work: Work, chat: Chat, session: Session, question: str) -> Said:
        """None of it fits: the staff are asked, with words that were kept or are written once more."""
        asked = await work.question(question)
        if asked is None or asked.council is None:
            return self._stale(session)
        here = replace(session, council=asked.council)
        say = self.guide.wording(here)
        if asked.text is None and asked.council in self.guide.staffed:
            turn = given_up(
                self.knowledge, replace(session, council=asked.council), asked.council, say
            )
            await work.keep_session(chat.channel, chat.id, turn.session, self._now())
            return Said(turn.reply)
        turn = unmatched(self.knowledge, here, asked.council, None, (), say)
        if asked.text is None:
            return Said(turn.reply)
        await work.open_ticket(question, asked.council, self._now())
        return Said(self.guide.offer_staff(turn, question, say).reply)

    async def _joined(
        self, work: Work, chat: Chat, session: Session, ref: str, entry_id: str
    ) -> Said:
        """A volunteer asks the council to be told how to take part: a ticket that waits for a reply."""
        entry, say, now = self.knowledge.entries[entry_id], self.guide.wording(session), self._now()
        words = self._staff("staff-join-words", name=entry.name.ja)
        asked = Question(
            id=ref,
            asked_at=now,
            channel=chat.channel,
            council=entry.council,
            language=say.language,
            outcome=Outcome.SUGGESTED,
            care=False,
            text=words,
            candidates=((entry.id, 1.0),),
        )
        await work.log(asked)
        ticket = await work.open_ticket(ref, entry.council, now)
        await work.link(ticket, Address(chat.channel, chat.id, say.language))
        return Said(Reply((Text(say("staff-will-reply")),)), await work.ticket(ticket))

    async def _subscribed(
        self, work: Work, chat: Chat, session: Session, council: str, theme: str
    ) -> Said:
        if council not in self.knowledge.councils:
            return self._stale(session)
        await work.own.subscribe(chat.channel, chat.id, council, theme)
        await work.keep_session(chat.channel, chat.id, session, self._now())
        say = self.guide.wording(session)
        name = say.pick(self.knowledge.themes[theme].name)
        return Said(Reply((Text(say("news-on", theme=name)),)))

    async def _consent(
        self, work: Work, chat: Chat, session: Session, question: str, wanted: bool
    ) -> Said:
        ticket = await work.ticket_of(question)
        say = self.guide.wording(session)
        if ticket is None or ticket.ended:
            return Said(Reply((Text(say("staff-gone")),)))
        here = Address(chat.channel, chat.id, say.language)
        changed = await (work.link if wanted else work.unlink)(ticket.id, here)
        words = Reply((Text(say("staff-will-reply" if wanted else "staff-will-not-reply")),))
        return Said(words, await work.ticket(ticket.id) if changed else None)

    async def _number_doubted(
        self, work: Work, session: Session, chosen: str, question: str
    ) -> Said:
        """A resident says that the number of an office is wrong: staff hear of it once."""
        session = await self._about(work, session, question)
        turn = self._clerk().choose(session, chosen, question)
        if turn is None or turn.office is None or turn.council is None:
            return self._stale(session)
        office = self.knowledge.offices[turn.office]
        first = await work.reports.put(question, office.id, turn.council, self._now())
        return Said(turn.reply, doubted=office if first else None)

    def _stale(self, session: Session) -> Said:
        return Said(Reply((Text(self.guide.wording(session)("stale-button")),)))
