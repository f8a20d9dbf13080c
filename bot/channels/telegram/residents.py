"""What residents do in Telegram, and what they get for it."""

from collections.abc import Callable

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
    User,
)

from bot.channels.telegram.buttons import Found, heard
from bot.channels.telegram.inline import results
from bot.channels.telegram.rendering import CHANNEL, parcels, plain
from bot.channels.telegram.routes import Handler, Outgoing
from bot.channels.telegram.staff import StaffRoom
from bot.conversation import menu
from bot.conversation.nearest import by_position
from bot.conversation.wording import Wording
from bot.counter import Chat, Counter, Said
from bot.model import Knowledge, Language, Reply, Session, Text, Turn
from bot.ownership import Ownership
from bot.store.outbox import Parcel


class Residents:
    """Handlers for private chats; group chats are asked to use one. Each gives what is to be sent.

    ``me`` is the bot itself. ``turned_away`` is told of each message that is not worked on.
    """

    def __init__(
        self,
        counter: Counter,
        ownership: Ownership,
        room: StaffRoom,
        me: User,
        turned_away: Callable[[], None],
    ) -> None:
        self._turned_away = turned_away
        self._counter = counter
        self._ownership = ownership
        self._room = room
        self._me = me

    async def start(self, update: Update) -> Outgoing:
        """/start, with the council, or council_office, where a link or poster names it."""
        _, *link = _words(_message(update)).split()
        council, _, office = (link[0] if link else "").partition("_")
        chosen = f"{council}/{office}"

        def shown(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
            if chosen in knowledge.offices:
                return menu.area_chosen(knowledge, session, chosen, say)
            return menu.welcome(knowledge, session, say)

        return self._said(update, await self._counter.browse(_chat(update), shown, council))

    def page(self, shown: Callable[[Knowledge, Session, Wording], Turn]) -> Handler:
        async def handler(update: Update) -> Outgoing:
            return self._said(update, await self._counter.browse(_chat(update), shown))

        return handler

    async def text(self, update: Update) -> Outgoing:
        said = await self._counter.hear(_chat(update), _words(_message(update)))
        return self._said(update, said)

    async def edited(self, update: Update) -> Outgoing:
        """An edited message is a new question; the answer says so."""
        chat = _chat(update)
        say = await self._counter.wording(chat)
        said = await self._counter.hear(chat, _words(_message(update)))
        reply = Reply((Text(say("edited")), *said.reply.parts), said.reply.choices)
        return self._said(update, Said(reply, said.ticket))

    async def chosen(self, update: Update) -> Outgoing:
        query = update.callback_query
        assert query is not None
        said = await self._counter.choose(_chat(update), query.data or "")
        return [heard(query), *self._said(update, said)]

    async def not_text(self, update: Update) -> Outgoing:
        return await self._tell(update, "only-text")

    async def location(self, update: Update) -> Outgoing:
        """The nearest office; where the telephone is is not kept."""
        place = _message(update).location
        assert place is not None

        def shown(knowledge: Knowledge, session: Session, say: Wording) -> Turn:
            found = by_position(knowledge, place.latitude, place.longitude)
            return menu.near_position(knowledge, session, found, say)

        return self._said(update, await self._counter.browse(_chat(update), shown))

    async def privacy(self, update: Update) -> Outgoing:
        return self._said(update, await self._ownership.privacy(_chat(update)))

    async def mydata(self, update: Update) -> Outgoing:
        return self._said(update, await self._ownership.mydata(_chat(update)))

    async def forget(self, update: Update) -> Outgoing:
        said, tickets = await self._ownership.forget(_chat(update))
        withdrawn = [parcel for ticket in tickets for parcel in self._room.show(ticket)]
        return [*self._said(update, said), *withdrawn]

    async def stop(self, update: Update) -> Outgoing:
        return self._said(update, await self._ownership.stop(_chat(update)))

    async def inline(self, update: Update) -> Outgoing:
        """Cards to share into another chat; nothing of what was typed is kept."""
        query = update.inline_query
        assert query is not None
        user = query.from_user
        chat = Chat(CHANNEL, str(user.id), _language(user.language_code))
        session = await self._counter.known(chat)
        return [Found(query.id, results(self._counter.guide, session, query.query))]

    async def group(self, update: Update) -> Outgoing:
        """In a group nothing is answered but the way to a private chat."""
        message = update.effective_message
        if message is None or not _addresses(message, self._me):
            return ()
        say = await self._counter.wording(_chat(update))
        link = f"https://t.me/{self._me.username}"
        button = InlineKeyboardMarkup([[InlineKeyboardButton("Madoguchi", url=link)]])
        return [plain(message.chat_id, say("group-chat"), message.message_id, button)]

    async def standing(self, update: Update) -> Outgoing:
        """A resident stops the bot, or lets it write again."""
        change = update.my_chat_member
        assert change is not None
        if change.new_chat_member.status == change.new_chat_member.MEMBER:
            await self._counter.welcome_back(_chat(update))
        return ()

    async def admit(self, update: Update) -> Outgoing | None:
        """None unless a resident writes or presses too much within a minute."""
        chat, query = update.effective_chat, update.callback_query
        if chat is None or chat.type != chat.PRIVATE or update.my_chat_member is not None:
            return None
        message = update.effective_message if query is None else None
        # A resident who wrote while we were away has not written all of it at once.
        at = (message.edit_date or message.date) if message is not None else None
        words = _words(message) if message is not None else ""
        reply = await self._counter.admit(_chat(update), words, at)
        if reply is None:
            return None
        self._turned_away()
        return [*([heard(query)] if query is not None else []), *parcels(chat.id, reply)]

    async def sorry(self, update: Update) -> Outgoing:
        """Something broke: say so, with a number to call where a council is known."""
        chat = update.effective_chat
        if chat is None or chat.type != chat.PRIVATE:
            return ()
        return parcels(chat.id, await self._counter.sorry(_chat(update)))

    async def _tell(self, update: Update, text: str) -> list[Parcel]:
        say = await self._counter.wording(_chat(update))
        return parcels(_chat(update).id, Reply((Text(say(text)),)))

    def _said(self, update: Update, said: Said) -> list[Parcel]:
        sent = parcels(_chat(update).id, said.reply)
        if said.ticket is not None:
            sent += self._room.show(said.ticket)
        if said.doubted is not None:
            sent += self._room.doubted(said.doubted)
        return sent


def _chat(update: Update) -> Chat:
    chat, user = update.effective_chat, update.effective_user
    assert chat is not None
    return Chat(CHANNEL, str(chat.id), _language(user.language_code if user else None))


def _language(code: str | None) -> Language:
    if not code or code.startswith("ja"):
        return "ja"
    return "en" if code.startswith("en") else "easy"


def _words(message: Message) -> str:
    """What was written, be it under a photo."""
    return message.text or message.caption or ""


def _addresses(message: Message, me: User) -> bool:
    """Whether a message in a group is for the bot: a command, its name, or a reply to it."""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return True
    named = f"@{me.username}".casefold()
    called = message.parse_entities([MessageEntity.BOT_COMMAND, MessageEntity.MENTION])
    return any(
        word.casefold().endswith(named)
        or (entity.type == MessageEntity.BOT_COMMAND and "@" not in word)
        for entity, word in called.items()
    )


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None
    return message
