"""A local Telegram Bot API server for tests, with the people who use the bot.

A test looks like this:

    async with BotApi() as api:
        application = Application.builder().token(api.token).base_url(api.base_url) …
        hanako = api.user("花子")
        await hanako.say("/start")
        assert "こんにちは" in (await hanako.hears()).text
        assert api.refused == []
"""

from .dialogue import verify_dialog
from .people import Group, Message, Press, User
from .server import BotApi, Call, Refusal

# What a person hears is a message of the bot.
Heard = Message

__all__ = [
    "BotApi",
    "Call",
    "Group",
    "Heard",
    "Message",
    "Press",
    "Refusal",
    "User",
    "verify_dialog",
]
