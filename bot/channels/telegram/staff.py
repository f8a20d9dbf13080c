"""What staff do in their council's group: see tickets, claim, answer by replying, close, propose.

Whoever is in the group is staff of that council; nobody else can do any of this, whatever button or
command they send.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from telegram import Bot, CallbackQuery, Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot import log
from bot.channels.telegram.buttons import heard
from bot.channels.telegram.rendering import Message, messages, post
from bot.conversation import review
from bot.conversation.tokens import parse
from bot.conversation.wording import Wording
from bot.counter import Counter, Done, Member
from bot.knowledge.proposals import propose
from bot.model import Address, Reply, Ticket

_LONGEST_NAME = 80
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
VERBS = frozenset({"claim", "answer", "close", "propose", "teach"})


class StaffRoom:
    """``chats`` maps a council to its group; ``proposals`` is the file that wordings are added to."""

    def __init__(
        self, counter: Counter, bot: Bot, chats: Mapping[str, int], proposals: Path
    ) -> None:
        self._counter = counter
        self._bot = bot
        self._chats = dict(chats)
        self._councils = {chat: council for council, chat in chats.items()}
        self._proposals = proposals
        self._say = Wording(counter.knowledge.texts, "ja")

    @property
    def chats(self) -> frozenset[int]:
        return frozenset(self._councils)

    async def show(self, ticket: Ticket) -> None:
        """Post a ticket in its council's group, or bring its post up to date."""
        chat = self._chats.get(ticket.council)
        if chat is None:
            return
        shown = post(review.post(self._counter.knowledge, ticket, self._say))
        try:
            if ticket.post is not None and await self._edited(ticket.post, shown):
                return
            sent = await self._bot.send_message(
                chat, shown.html, parse_mode="HTML", reply_markup=shown.keyboard
            )
        except TelegramError as error:
            # The resident has been served; the ticket waits in the store for /unanswered.
            log.logger().error(
                "ticket not shown", council=ticket.council, error=type(error).__name__
            )
            return
        await self._counter.posted(ticket.id, chat, sent.message_id)

    async def _edited(self, place: tuple[int, int], shown: Message) -> bool:
        """Bring a post up to date; False where it is no longer there."""
        chat, message = place
        try:
            await self._bot.edit_message_text(
                shown.html,
                chat_id=chat,
                message_id=message,
                parse_mode="HTML",
                reply_markup=shown.keyboard,
            )
        except BadRequest as error:
            return "not modified" in str(error)
        return True

    async def unanswered(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/unanswered: what waits, grouped; tickets not yet posted are posted, to be worked on."""
        member = self._member(update)
        if member is None:
            return
        groups = await self._counter.unanswered(member.council)
        for ticket in (ticket for group in groups for ticket in group if ticket.post is None):
            await self.show(ticket)
        chat = update.effective_chat
        assert chat is not None
        for message in messages(review.listing(groups, self._say)):
            await chat.send_message(message.html, parse_mode="HTML")

    async def replied(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A reply to a ticket's post is the answer to it."""
        member, message = self._member(update), update.effective_message
        if member is None or message is None or message.reply_to_message is None:
            return
        posted = message.reply_to_message
        ticket = await self._counter.answered_post(member, posted.chat_id, posted.message_id)
        if ticket is None:
            return
        if not message.text:
            await message.reply_text(self._say("staff-answer-empty"))
            return
        done = await self._counter.answer(member, ticket.id, message.text)
        words, now = done.words, done.ticket
        if done.to is not None and done.reply is not None:
            try:
                await self._tell(done.to, done.reply)
            except Forbidden:
                words = self._say("staff-answer-failed")
            except TelegramError:
                words = self._say("staff-answer-later")
                now = await self._counter.undelivered(ticket.id, done.to)
        await message.reply_text(words)
        if now is not None:
            await self.show(now)

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        member = self._member(update)
        verb, arguments = parse(query.data or "")
        if member is None:
            await heard(query, self._say("staff-only-here"))
            return
        ticket = int(arguments[0]) if _NUMBER.fullmatch(arguments[0]) else 0
        match verb, arguments[1:]:
            case "claim", ():
                await self._done(query, await self._counter.claim(member, ticket))
            case "close", ():
                await self._done(query, await self._counter.end(member, ticket))
            case "answer", ():
                await self._how_to_answer(query, member, ticket)
            case "propose", ():
                await self._propose(query, member, ticket)
            case "teach", (need,):
                await self._teach(query, member, ticket, need)
            case _:
                await heard(query, self._say("staff-no-ticket"))

    async def stranger(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/unanswered and the like where they are not to be had."""
        message = update.effective_message
        if message is not None:
            await message.reply_text(self._say("staff-only-here"))

    async def _how_to_answer(self, query: CallbackQuery, member: Member, ticket: int) -> None:
        found = await self._counter.ticket(member, ticket)
        if found is None:
            words = "staff-no-ticket"
        else:
            words = "staff-how-to-answer" if found.wants_reply else "staff-wants-no-reply"
        await heard(query, self._say(words))

    async def _propose(self, query: CallbackQuery, member: Member, ticket: int) -> None:
        found = await self._counter.ticket(member, ticket)
        if found is None:
            await heard(query, self._say("staff-no-ticket"))
            return
        choices = review.proposal(self._counter.knowledge, found, self._say)
        if not choices.choices.flat:
            await heard(query, self._say("staff-propose-nothing"))
            return
        await heard(query)
        shown = post(choices)
        chat = self._chats[member.council]
        await self._bot.send_message(
            chat, shown.html, parse_mode="HTML", reply_markup=shown.keyboard
        )

    async def _teach(self, query: CallbackQuery, member: Member, ticket: int, need: str) -> None:
        found = await self._counter.ticket(member, ticket)
        if found is None or need not in self._counter.knowledge.needs:
            await heard(query, self._say("staff-no-ticket"))
            return
        day = self._counter.today()
        added = propose(self._proposals, need, found.text, found.council, found.id, day)
        await heard(query, self._say("staff-proposed" if added else "staff-proposed-already"))

    async def _done(self, query: CallbackQuery, done: Done) -> None:
        await heard(query, done.words)
        if done.ticket is not None:
            await self.show(done.ticket)

    async def _tell(self, to: Address, reply: Reply) -> None:
        """Bring an answer to the resident. Raises TelegramError; Forbidden where they block the bot."""
        for message in messages(reply):
            await self._bot.send_message(int(to.chat), message.html, parse_mode="HTML")

    def _member(self, update: Update) -> Member | None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or chat.id not in self._councils:
            return None
        return Member(str(user.id), user.full_name[:_LONGEST_NAME], self._councils[chat.id])
