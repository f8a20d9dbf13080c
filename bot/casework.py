"""Staff's use cases: see what waits, claim, answer, close, hand over ... one transaction each.

What a member decides is kept, and what is to be sent for it is what is returned, as at the counter.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import review
from bot.conversation.cards import with_phone
from bot.conversation.nearest import office_for
from bot.conversation.wording import Wording
from bot.counter import Counter
from bot.model import Address, Council, Knowledge, Language, Reply, Session, Text, Ticket
from bot.store.store import Store, Work

_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff of one council, as the channel knows them."""

    id: str
    name: str
    council: str


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a staff action: words for the member, the ticket now, and a resident to tell."""

    words: str
    ticket: Ticket | None = None
    to: Address | None = None
    reply: Reply | None = None


class Casework:
    """Over the same store and the same knowledge as ``counter``, as that is renewed."""

    def __init__(self, counter: Counter, store: Store, now: Callable[[], datetime]) -> None:
        self._counter = counter
        self._store = store
        self._now = now

    @property
    def now(self) -> datetime:
        return self._now()

    @property
    def knowledge(self) -> Knowledge:
        return self._counter.knowledge

    async def unanswered(self, council: str) -> list[list[Ticket]]:
        """Open tickets in groups that ask the same thing, the oldest first."""
        async with self._store.begin() as work:
            waiting = await work.unanswered(council)
        return review.grouped(waiting, self._counter.guide.ear.leaders)

    async def ticket(self, member: Member, ticket: int) -> Ticket | None:
        async with self._store.begin() as work:
            return await self._theirs(work, member, ticket)

    async def claim(self, member: Member, ticket: int) -> Done:
        return await self._take(member, ticket, Work.claim)

    async def answer(self, member: Member, ticket: int, text: str) -> Done:
        """Answer a ticket; who had not claimed it claims it with the answer."""
        async with self._store.begin() as work:
            found = await self._theirs(work, member, ticket)
            if found is None:
                return Done(self._staff("staff-no-ticket"))
            if not text.strip():
                return Done(self._staff("staff-answer-empty"))
            if not await work.claim(ticket, member.id, member.name):
                return Done(self._refusal(found))
            to = await work.answer(ticket, member.id, text.strip(), self._now())
            now = await work.ticket(ticket)
            if to is None:
                return Done(self._staff("staff-answered-unheard"), now)
            if await work.blocked(to.channel, to.chat):
                return Done(self._staff("staff-answer-failed"), now)
            council = self.knowledge.councils[found.council]
            reply = self._answer(council, found.text, text.strip(), to.language)
            return Done(self._staff("staff-answered"), now, to, reply)

    async def end(self, member: Member, ticket: int, reason: str | None = None) -> Done:
        """Close a ticket without an answer; who waits for one is told, and whom to call instead."""
        async with self._store.begin() as work:
            found = await self._theirs(work, member, ticket)
            if found is None:
                return Done(self._staff("staff-no-ticket"))
            to = await work.who_waits(ticket)
            if not await work.end(ticket, member.id, member.name, self._now(), reason):
                return Done(self._refusal(found))
            now = await work.ticket(ticket)
            if to is None or await work.blocked(to.channel, to.chat):
                return Done(self._staff("staff-closed"), now)
            told = await self._farewell(work, found, to)
            return Done(self._staff("staff-closed-told"), now, to, told)

    async def hand_over(self, member: Member, ticket: int, to: Member) -> Done:
        """Give a ticket to a colleague of the same council."""
        async with self._store.begin() as work:
            found = await self._theirs(work, member, ticket)
            if found is None or to.council != found.council:
                return Done(self._staff("staff-no-ticket"))
            if await work.hand_over(ticket, member.id, to.id, to.name):
                words = self._staff("staff-handed-over", name=to.name)
                return Done(words, await work.ticket(ticket))
            return Done(self._refusal(found))

    async def take_over(self, member: Member, ticket: int) -> Done:
        """Take a ticket, also from a colleague who has it."""
        return await self._take(member, ticket, Work.take_over)

    async def _take(
        self, member: Member, ticket: int, take: Callable[[Work, int, str, str], Awaitable[bool]]
    ) -> Done:
        async with self._store.begin() as work:
            found = await self._theirs(work, member, ticket)
            if found is None:
                return Done(self._staff("staff-no-ticket"))
            if await take(work, ticket, member.id, member.name):
                words = "staff-claimed" if found.wants_reply else "staff-claimed-unheard"
                return Done(self._staff(words), await work.ticket(ticket))
            return Done(self._refusal(found))

    async def reopen(self, member: Member, ticket: int) -> Done:
        """Take up an ended ticket again."""
        async with self._store.begin() as work:
            if await self._theirs(work, member, ticket) is None:
                return Done(self._staff("staff-no-ticket"))
            if await work.reopen(ticket):
                return Done(self._staff("staff-reopened"), await work.ticket(ticket))
            return Done(self._staff("staff-open-already"))

    def draft(self, ticket: Ticket, text: str) -> Reply:
        """What the resident gets where ``text`` is the answer."""
        council = self.knowledge.councils[ticket.council]
        return self._answer(council, ticket.text, text.strip(), ticket.language)

    async def answered_post(self, member: Member, chat: int, message: int) -> Ticket | None:
        """The ticket that a message in the staff's chat shows."""
        async with self._store.begin() as work:
            found = await work.ticket_posted_as(chat, message)
            return found if found is not None and found.council == member.council else None

    def _staff(self, text: str, **places: str) -> str:
        return self._counter.staff_wording()(text, **places)

    def _refusal(self, ticket: Ticket) -> str:
        if ticket.ended:
            return self._staff("staff-ended-already")
        return self._staff("staff-claimed-by", name=ticket.staff_name)

    def _answer(self, council: Council, asked: str, text: str, language: Language) -> Reply:
        say = Wording(self.knowledge.texts, language)
        called, question = say.pick(council.called), _quoted(asked)
        return Reply((Text(say("staff-answer", council=called, question=question, answer=text)),))

    async def _farewell(self, work: Work, ticket: Ticket, to: Address) -> Reply:
        """What a resident is told whose question is closed without the reply they waited for."""
        say = Wording(self.knowledge.texts, to.language)
        session = await work.session(to.channel, to.chat) or Session()
        known = session.office if session.office in self.knowledge.offices else None
        office = office_for(
            self.knowledge, replace(session, office=known), ticket.council, None, None
        )
        told = say(
            "closed-unanswered", question=_quoted(ticket.text), contact=with_phone(office, say)
        )
        return Reply((Text(told),))

    async def _theirs(self, work: Work, member: Member, ticket: int) -> Ticket | None:
        found = await work.ticket(ticket)
        return found if found is not None and found.council == member.council else None


def _quoted(asked: str) -> str:
    """A question in a line, so that a resident knows it again."""
    words = " ".join(asked.split())
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"
