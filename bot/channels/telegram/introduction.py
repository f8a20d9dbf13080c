"""What Telegram shows of the bot: its commands for each language and chat, and its descriptions."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.channels.telegram.transport import Api
from bot.conversation.wording import Wording
from bot.model import Language, Phrase

_RESIDENTS = (
    *("menu", "area", "activities", "offices", "plan", "language"),
    *("privacy", "mydata", "forget", "stop", "help"),
)
_STAFF = ("unanswered", "disaster", "news")
# Whose telephone speaks another language is answered in やさしい日本語.
_LANGUAGES: tuple[tuple[str, Language], ...] = (("", "easy"), ("ja", "ja"), ("en", "en"))


def calls(
    texts: Mapping[str, Phrase], staff_chats: Iterable[int]
) -> Iterable[tuple[str, dict[str, Any]]]:
    """The calls that introduce the bot: method and parameters."""
    for code, language in _LANGUAGES:
        say = Wording(texts, language)
        here = {"language_code": code}
        yield (
            "setMyCommands",
            {
                "commands": _commands(_RESIDENTS, say),
                "scope": {"type": "all_private_chats"},
                **here,
            },
        )
        yield "setMyDescription", {"description": say("bot-description"), **here}
        yield "setMyShortDescription", {"short_description": say("bot-short-description"), **here}
    staff = _commands(_STAFF, Wording(texts, "ja"))
    for chat in staff_chats:
        yield "setMyCommands", {"commands": staff, "scope": {"type": "chat", "chat_id": chat}}
    yield "setChatMenuButton", {"menu_button": {"type": "commands"}}


async def introduce(api: Api, texts: Mapping[str, Phrase], staff_chats: Iterable[int]) -> int:
    """Make the calls, and say how many. Raises TelegramError."""
    done = 0
    for method, parameters in calls(texts, staff_chats):
        await api.call(method, parameters)
        done += 1
    return done


def _commands(names: Iterable[str], say: Wording) -> list[dict[str, str]]:
    return [{"command": name, "description": say(f"command-{name}")} for name in names]
