"""What staff do in their council's group: see tickets, claim, answer by replying, close.

Whoever is in the group is staff of that council; nobody else can do any of this, whatever button or
command they send.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Literal

from telegram import CallbackQuery, Message, Update

from bot.broadcast import Broadcast
from bot.casework import Casework, Done, Member
from bot.channels.telegram.buttons import Pressed, heard
from bot.channels.telegram.rendering import instead, keyboard, parcel, parcels, plain, post
from bot.conversation import review
from bot.conversation.review import Asks
from bot.conversation.tokens import parse
from bot.conversation.wording import Wording
from bot.knowledge.reader import KnowledgeError
from bot.model import Office, Reply, Text, Ticket
from bot.store.outbox import Parcel
from bot.verifying import Verifying

_LONGEST_NAME = 80
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_NUMBERS = frozenset({"misnumbered", "hidenumber", "keepnumber"})
VERBS = _NUMBERS | {
    *("claim", "answer", "close", "end", "takeover", "instead", "leave", "reopen", "propose"),
    *("verified", "announce"),
}

# What came of asking for the desk, as the sentences that say so are called.
Came = Literal["none", "unknown", "often", "sent"]

# The link for a Telegram user; empty where they asked too often, None where they are unknown.
DeskLink = Callable[[int], Awaitable[str | None]]


class StaffRoom:
    """``chats`` maps a council to its group; ``desk`` gives the link by which a member enters the
    web desk, where there is one.
    """

    def __init__(
        self,
        cases: Casework,
        broadcast: Broadcast,
        verifying: Verifying,
        chats: Mapping[str, int],
        desk: DeskLink | None = None,
    ) -> None:
        self._cases = cases
        self._broadcast = broadcast
        self._verifying = verifying
        self._chats = dict(chats)
        self._councils = {chat: council for council, chat in chats.items()}
        self._desk = desk
        self._say = Wording(cases.knowledge.texts, "ja")

    @property
    def chats(self) -> frozenset[int]:
        return frozenset(self._councils)

    def group(self, council: str) -> int | None:
        return self._chats.get(council)

    async def desk(self, update: Update) -> list[Parcel]:
        """/desk: a link to the web desk, to the member alone."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None:
            return []

        came, alone = await self._to_desk(member)
        words = self._say(f"staff-desk-{came}", name=member.name)
        letter = [plain(int(member.id), alone)] if alone else []
        return [*letter, plain(message.chat_id, words, message.message_id)]

    async def _to_desk(self, member: Member) -> tuple[Came, str]:
        """What came of asking for the desk, and what only the member may read of it."""
        if self._desk is None:
            return "none", ""
        match await self._desk(int(member.id)):
            case None:
                return "unknown", self._say("staff-desk-number", number=member.id)
            case "":
                return "often", ""
            case link:
                return "sent", self._say("staff-desk-link", link=link)

    async def help(self, update: Update) -> list[Parcel]:
        """/help: what can be done in this group."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None:
            return []
        return [plain(message.chat_id, self._say("staff-help"), message.message_id)]

    def show(self, ticket: Ticket, asks: Asks | None = None) -> list[Parcel]:
        """A ticket for its council's group: a new post, or its post brought up to date."""
        chat = self._chats.get(ticket.council)
        if chat is None:
            return []
        shown = post(review.post(self._cases.knowledge, ticket, self._say, asks))
        return [parcel(chat, shown, ticket.id)]

    def doubted(self, office: Office) -> list[Parcel]:
        """A resident says that an office's number is wrong: its council's group is asked to look."""
        chat = self._chats.get(office.council)
        return [] if chat is None else parcels(chat, review.doubted(office, self._say))

    async def unanswered(self, update: Update) -> list[Parcel]:
        """/unanswered: what waits, grouped; of the groups shown, the first ticket is posted if it is
        not yet, to be worked on.
        """
        member = self._member(update)
        if member is None:
            return []
        groups = await self._cases.unanswered(member.council)
        shown = groups[: review.AT_ONCE]
        unposted = (group[0] for group in shown if group[0].post is None)
        listed = review.listing(groups, self._say, self._cases.now, desk=self._desk is not None)
        listing = parcels(self._chats[member.council], listed)
        return [one for ticket in unposted for one in self.show(ticket)] + listing

    async def disaster(self, update: Update) -> list[Parcel]:
        """/disaster: what would be told is shown first, in reply to where it was written."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None:
            return []
        words, choices = await self._broadcast.disaster(member, _after_command(message.text or ""))
        return [plain(message.chat_id, words, message.message_id, keyboard(choices))]

    async def news(self, update: Update) -> list[Parcel]:
        """/news: to everybody who asked for news under a heading."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None:
            return []
        news = await self._broadcast.news(member, _after_command(message.text or ""))
        sent = [one for reader, reply in news.sent for one in parcels(reader.chat, reply)]
        return [plain(message.chat_id, news.words, message.message_id), *sent]

    async def replied(self, update: Update) -> list[Parcel]:
        """A reply to a ticket's post is the answer to it; one to anything else of ours goes nowhere."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None or message.reply_to_message is None:
            return []
        posted = message.reply_to_message
        ticket = await self._cases.answered_post(member, posted.chat.id, posted.message_id)

        def told(words: str) -> Parcel:
            return plain(message.chat_id, words, message.message_id)

        if ticket is None:
            return [told(self._say("staff-reply-nowhere"))]
        if not message.text:
            return [told(self._say("staff-answer-empty"))]
        done = await self._cases.answer(member, ticket.id, message.text)
        shown = self.show(done.ticket) if done.ticket is not None else []
        if done.to is None or done.reply is None:
            return [told(done.words), *shown]
        *first, last = parcels(done.to.chat, done.reply)
        # Only what has arrived is called so.
        receipt = {
            "sent": told(done.words),
            "blocked": told(self._say("staff-answer-failed")),
            "lost": told(self._say("staff-answer-unsure")),
        }
        return [*first, replace(last, receipt=receipt, answers=ticket.id), *shown]

    async def pressed(self, update: Update) -> list[Parcel | Pressed]:
        query = update.callback_query
        assert query is not None
        member = self._member(update)
        verb, arguments = parse(query.data or "")
        if member is None:
            return [heard(query, self._say("staff-only-here"))]
        if verb == "verified":
            return [await self._verified(query, member, arguments[0])]
        if verb in _NUMBERS:
            return await self._number(query, member, verb, arguments[0])
        if verb == "announce":
            return await self._announce(query, member, arguments[0])
        ticket = int(arguments[0]) if _NUMBER.fullmatch(arguments[0]) else 0
        match verb, arguments[1:]:
            case "claim", ():
                return self._done(query, await self._cases.claim(member, ticket))
            case "close" | "takeover" as asks, ():
                return await self._ask(query, member, ticket, asks)
            case "end", ():
                return self._done(query, await self._cases.end(member, ticket))
            case "instead", ():
                return self._done(query, await self._cases.take_over(member, ticket))
            case "leave", ():
                return await self._leave(query, member, ticket)
            case "reopen", ():
                return self._done(query, await self._cases.reopen(member, ticket))
            case "answer", ():
                return [await self._how_to_answer(query, member, ticket)]
            case "propose", ():
                return await self._propose(query, member, ticket)
            case _:
                return [heard(query, self._say("staff-no-ticket"))]

    async def _ask(
        self, query: CallbackQuery, member: Member, ticket: int, asks: Asks
    ) -> list[Parcel | Pressed]:
        """Ask once more where somebody else is concerned, a resident or a colleague; else do it."""
        found = await self._cases.ticket(member, ticket)
        if found is not None and _concerns_others(found, member, asks):
            return [heard(query), *self.show(found, asks)]
        do = self._cases.end if asks == "close" else self._cases.take_over
        return self._done(query, await do(member, ticket))

    async def _leave(
        self, query: CallbackQuery, member: Member, ticket: int
    ) -> list[Parcel | Pressed]:
        """No: the post is as it was."""
        found = await self._cases.ticket(member, ticket)
        if found is None:
            return [heard(query, self._say("staff-no-ticket"))]
        return [heard(query), *self.show(found)]

    async def _number(
        self, query: CallbackQuery, member: Member, verb: str, id_: str
    ) -> list[Parcel | Pressed]:
        """A number is wrong indeed: once that is said twice, residents no longer see it."""
        office = self._cases.knowledge.offices.get(id_)
        if office is None or office.council != member.council:
            return [heard(query, self._say("staff-verified-unknown"))]
        match verb:
            case "misnumbered":
                shown = review.misnumbered(office, self._say)
            case "keepnumber":
                shown = review.doubted(office, self._say)
            case _:
                try:
                    why = self._say("staff-number-why", by=member.name)
                    await self._verifying.hide_number(id_, why)
                except KnowledgeError:
                    return [heard(query, self._say("staff-verified-not"))]
                shown = review.hidden(office, member.name, self._say)
        return [heard(query), *_instead(query, shown)]

    async def _announce(
        self, query: CallbackQuery, member: Member, answer: str
    ) -> list[Parcel | Pressed]:
        """Tell what the message pressed on shows; its words stand in the message it replies to."""
        shown = query.message
        if not isinstance(shown, Message) or shown.reply_to_message is None:
            return [heard(query, self._say("staff-disaster-rewritten"))]
        if answer == "yes":
            written = _after_command(shown.reply_to_message.text or "")
            words = await self._broadcast.announce(member, written, shown.text or "")
        else:
            words = self._say("staff-disaster-kept-back")
        return [heard(query), *_instead(query, Reply((Text(words),)))]

    async def _verified(self, query: CallbackQuery, member: Member, fact: str) -> Pressed:
        try:
            known = await self._verifying.confirm(fact, member.council, member.name)
        except KnowledgeError:
            return heard(query, self._say("staff-verified-not"))
        if known is None:
            return heard(query, self._say("staff-verified-unknown"))
        return heard(query, self._say("staff-verified", name=known.name))

    async def stranger(self, update: Update) -> list[Parcel]:
        """/unanswered and the like where they are not to be had."""
        message = update.effective_message
        assert message is not None
        return [plain(message.chat_id, self._say("staff-only-here"))]

    async def _how_to_answer(self, query: CallbackQuery, member: Member, ticket: int) -> Pressed:
        found = await self._cases.ticket(member, ticket)
        if found is None:
            words = "staff-no-ticket"
        else:
            words = "staff-how-to-answer" if found.wants_reply else "staff-wants-no-reply"
        return heard(query, self._say(words))

    async def _propose(
        self, query: CallbackQuery, member: Member, ticket: int
    ) -> list[Parcel | Pressed]:
        """Teaching has one way, at the desk, where a second person looks at it: on to there."""
        found = await self._cases.ticket(member, ticket)
        if found is None:
            return [heard(query, self._say("staff-no-ticket"))]
        came, alone = await self._to_desk(member)
        if came == "sent":
            words = self._say("staff-propose", name=member.name, number=str(ticket))
            return [heard(query, words), plain(int(member.id), alone)]
        # Only who pressed sees this.
        return [heard(query, alone or self._say(f"staff-desk-{came}", name=member.name))]

    def _done(self, query: CallbackQuery, done: Done) -> list[Parcel | Pressed]:
        shown = self.show(done.ticket) if done.ticket is not None else []
        told = parcels(done.to.chat, done.reply) if done.to and done.reply else []
        return [heard(query, done.words), *told, *shown]

    def _member(self, update: Update) -> Member | None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or chat.id not in self._councils:
            return None
        return Member(str(user.id), user.full_name[:_LONGEST_NAME], self._councils[chat.id])


class ClosedRoom(StaffRoom):
    """The room while nothing can be kept: whatever is done, one sentence says so."""

    async def unanswered(self, update: Update) -> list[Parcel]:
        return self._closed(update)

    async def disaster(self, update: Update) -> list[Parcel]:
        return self._closed(update)

    async def news(self, update: Update) -> list[Parcel]:
        return self._closed(update)

    async def replied(self, update: Update) -> list[Parcel]:
        return self._closed(update)

    async def pressed(self, update: Update) -> list[Parcel | Pressed]:
        query = update.callback_query
        assert query is not None
        return [heard(query, self._say("staff-trouble"))]

    def _closed(self, update: Update) -> list[Parcel]:
        message = update.effective_message
        assert message is not None
        return [plain(message.chat_id, self._say("staff-trouble"), message.message_id)]


def _concerns_others(ticket: Ticket, member: Member, asks: Asks) -> bool:
    """Whether a resident waits for what is to be closed, or a colleague has what is to be taken."""
    free = ticket.free_for(member.id)
    return ticket.wants_reply and free if asks == "close" else not (ticket.ended or free)


def _instead(query: CallbackQuery, reply: Reply) -> list[Parcel]:
    """What takes the place of the message whose button was pressed."""
    pressed = query.message
    return [] if pressed is None else [instead(pressed.chat.id, pressed.message_id, reply)]


def _after_command(text: str) -> str:
    return "".join(text.split(maxsplit=1)[1:])
