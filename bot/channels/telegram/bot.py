"""Wiring: every update, in the order it is tried. Read this first."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from telegram import Update
from telegram.error import Forbidden, NetworkError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot import log
from bot.channels.telegram.residents import Residents
from bot.channels.telegram.staff import VERBS, StaffRoom
from bot.channels.telegram.transport import AiohttpRequest
from bot.conversation import menu
from bot.counter import Counter

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


def build(
    counter: Counter,
    token: str,
    base_url: str,
    staff_chats: Mapping[str, int],
    proposals: Path,
    requests: tuple[AiohttpRequest, AiohttpRequest],
    *,
    limited: bool = True,
) -> App:
    """The Telegram application over two requests, for calls and for receiving.

    ``limited`` keeps to Telegram's flood limits.
    """
    builder: Any = (
        ApplicationBuilder()
        .token(token)
        .base_url(base_url)
        .request(requests[0])
        .get_updates_request(requests[1])
    )
    if limited:
        builder = builder.rate_limiter(AIORateLimiter(max_retries=5))
    app: App = builder.build()
    room = StaffRoom(counter, app.bot, staff_chats, proposals)
    residents = Residents(counter, room)

    staff = filters.Chat(room.chats) if room.chats else filters.Chat(0)
    private = filters.ChatType.PRIVATE
    written = filters.TEXT | filters.CAPTION
    plain = written & ~filters.COMMAND
    verbs = "^(" + "|".join(sorted(VERBS)) + "):"

    app.add_handler(CommandHandler("unanswered", room.unanswered, staff))
    app.add_handler(
        MessageHandler(staff & filters.REPLY & filters.UpdateType.MESSAGE, room.replied)
    )
    app.add_handler(CallbackQueryHandler(room.pressed, verbs))
    app.add_handler(MessageHandler(staff, _nothing))

    app.add_handler(CommandHandler("start", residents.start, private))
    app.add_handler(CommandHandler("help", residents.help, private))
    app.add_handler(CommandHandler("area", residents.page(menu.where), private))
    app.add_handler(CommandHandler("activities", residents.page(menu.activities), private))
    app.add_handler(CommandHandler("offices", residents.page(menu.offices), private))
    app.add_handler(CommandHandler("plan", residents.page(menu.plan), private))
    app.add_handler(CommandHandler("language", residents.language, private))
    app.add_handler(CommandHandler("unanswered", room.stranger))
    app.add_handler(MessageHandler(private & filters.UpdateType.EDITED & written, residents.edited))
    app.add_handler(MessageHandler(private & filters.UpdateType.EDITED, _nothing))
    app.add_handler(MessageHandler(private & plain, residents.text))
    app.add_handler(MessageHandler(private & filters.COMMAND, residents.help))
    app.add_handler(MessageHandler(private & filters.LOCATION, residents.location))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, residents.not_text))
    app.add_handler(CallbackQueryHandler(residents.chosen))
    addressed = filters.COMMAND | filters.Entity("mention") | filters.REPLY
    app.add_handler(
        MessageHandler(~private & filters.UpdateType.MESSAGE & addressed, residents.group)
    )
    app.add_handler(ChatMemberHandler(_nothing, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_error_handler(_failed(counter, residents))
    return app


async def _nothing(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Taken, and nothing to do: what staff say among themselves is not for us."""


def _failed(counter: Counter, residents: Residents):  # type: ignore[no-untyped-def]
    async def handler(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if error is None:
            return
        log.logger().error("update failed", error=type(error).__name__, at=log.place_of(error))
        if isinstance(update, Update) and not isinstance(error, NetworkError | Forbidden):
            await residents.sorry(update)

    return handler
