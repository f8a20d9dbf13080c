"""What residents do in Telegram, and what they get for it."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
)
from telegram.ext import ContextTypes

from bot.channels.telegram.buttons import heard
from bot.channels.telegram.rendering import messages
from bot.channels.telegram.staff import StaffRoom
from bot.conversation import menu
from bot.conversation.wording import Wording
from bot.counter import Chat, Counter, Said
from bot.model import Knowledge, Language, Reply, Session, Text, Turn

CHANNEL = "telegram"
Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


class Residents:
    """Handlers for private chats; group chats are asked to use one."""

    def __init__(self, counter: Counter, room: StaffRoom) -> None:
        self._counter = counter
        self._room = room

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start, with the council where a link or poster names it."""
        council = context.args[0] if context.args else None
        chat = _chat(update)
        said = await self._counter.browse(chat, menu.welcome, council)
        await self._send(update, said.reply)

    def page(self, shown: Callable[[Knowledge, Session, Wording], Turn]) -> Handler:
        async def handler(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            said = await self._counter.browse(_chat(update), shown)
            await self._send(update, said.reply)

        return handler

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        said = await self._counter.browse(
            _chat(update), lambda _, session, say: menu.help_(session, say)
        )
        await self._send(update, said.reply)

    async def language(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        said = await self._counter.browse(
            _chat(update), lambda _, session, say: menu.languages(session, say)
        )
        await self._send(update, said.reply)

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = _message(update)
        said = await self._counter.hear(_chat(update), _words(message))
        await self._said(update, said)

    async def edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited message is a new question; the answer says so."""
        message = _message(update)
        chat = _chat(update)
        say = await self._counter.wording(chat)
        said = await self._counter.hear(chat, _words(message))
        reply = Reply((Text(say("edited")), *said.reply.parts), said.reply.choices)
        await self._said(update, Said(reply, said.ticket))

    async def chosen(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        await heard(query)
        said = await self._counter.choose(_chat(update), query.data or "")
        await self._said(update, said)

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._tell(update, "only-text")

    async def location(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._tell(update, "location-thanks")
        said = await self._counter.browse(_chat(update), menu.where)
        await self._send(update, said.reply)

    async def group(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """In a group nothing is answered but the way to a private chat."""
        message = update.effective_message
        if message is None or not _addresses(message, context.bot):
            return
        say = await self._counter.wording(_chat(update))
        link = f"https://t.me/{context.bot.username}"
        button = InlineKeyboardMarkup([[InlineKeyboardButton("Madoguchi", url=link)]])
        await message.reply_text(say("group-chat"), reply_markup=button)

    async def sorry(self, update: Update) -> None:
        """Something broke: say so, with a number to call where a council is known."""
        chat = update.effective_chat
        if chat is None or chat.type != chat.PRIVATE:
            return
        await self._send(update, await self._counter.sorry(_chat(update)))

    async def _tell(self, update: Update, text: str) -> None:
        say = await self._counter.wording(_chat(update))
        await self._send(update, Reply((Text(say(text)),)))

    async def _said(self, update: Update, said: Said) -> None:
        await self._send(update, said.reply)
        if said.ticket is not None:
            await self._room.show(said.ticket)

    async def _send(self, update: Update, reply: Reply) -> None:
        chat = update.effective_chat
        assert chat is not None
        for message in messages(reply):
            await chat.send_message(
                message.html,
                parse_mode="HTML",
                reply_markup=message.keyboard,
                disable_web_page_preview=True,
            )


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


def _addresses(message: Message, bot: Bot) -> bool:
    """Whether a message in a group is for the bot: a command, its name, or a reply to it."""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
        return True
    named = f"@{bot.username}".casefold()
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
