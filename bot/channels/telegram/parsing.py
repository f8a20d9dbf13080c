"""What came from Telegram, as an update of the library and as a row of the inbox. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.store.inbox import Arrived

_LARGEST_ID = 2**63 - 1
_LONGEST_CHAT = 64


class UnreadableError(Exception):
    """What came is no update: it has no number."""


class UnparsableError(Exception):
    """The library cannot make an update of what came; the message is the kind of its complaint."""


def arrived(update: object) -> Arrived:
    """An update as the inbox keeps it. Raises UnreadableError."""
    if not isinstance(update, dict):
        raise UnreadableError
    number = update.get("update_id")
    if type(number) is not int or not 0 <= number <= _LARGEST_ID:
        raise UnreadableError
    return Arrived(number, _chat(update)[:_LONGEST_CHAT], json.dumps(update))


def parsed(raw: str) -> Update:
    """The update of a row. Raises UnparsableError."""
    try:
        update = Update.de_json(_cleaned(json.loads(raw)), None)
        # These are looked for only when they are asked for.
        _ = update.effective_user, update.effective_message
        chat, query = update.effective_chat, update.callback_query
    except Exception as error:  # noqa: BLE001
        raise UnparsableError(type(error).__name__) from None
    # The library believes what it is told; these two are told back to Telegram.
    if chat is not None and type(chat.id) is not int:
        raise UnparsableError("chat")
    if query is not None and not (isinstance(query.id, str) and query.id):
        raise UnparsableError("callback query")
    return update


def _chat(update: Mapping[str, Any]) -> str:
    """The chat in whose order an update stands; all that name no chat share one order."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        for place in (part.get("message"), part):
            chat = place.get("chat", place.get("from")) if isinstance(place, dict) else None
            if isinstance(chat, dict) and type(chat.get("id")) is int:
                return str(chat["id"])
    return ""


def _cleaned(value: Any) -> Any:
    """The same without what no database and no message can hold: half letters, and the letter 0."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode().replace("\0", "")
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {key: _cleaned(item) for key, item in value.items()}
    return value
