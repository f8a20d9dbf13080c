"""What Telegram accepts as text, as buttons and as commands."""

import re
from collections.abc import Iterator
from itertools import accumulate

from .errors import Json, bad_request, not_implemented
from .markup import checked_url, in_order, parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 100
COMMAND_LIMIT = 100

_NOT_AN_ACTION = {"text", "icon_custom_emoji_id", "style"}
_DETECTED = {
    "bot_command": re.compile(r"(?<![\w/])/\w{1,32}(?:@\w{3,32})?(?!\w)", re.ASCII),
    "mention": re.compile(r"(?<!\w)@[A-Za-z]\w{3,31}", re.ASCII),
    "url": re.compile(r"https?://[^\s<>「」()（）]+[^\s<>「」()（）.,、。]"),
}
_ENTITY_NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_UNTOUCHABLE = {"code", "pre", "text_link", "text_mention"}


def message_text(given: Json) -> tuple[str, list[Json]]:
    """Return the text of a message and its entities."""
    text, entities = _formatted(given["text"], given.get("parse_mode"), given.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(given: Json) -> tuple[str, list[Json]]:
    """Return the caption of a file and its entities; it may be empty."""
    source = given.get("caption", "")
    text, entities = _formatted(source, given.get("parse_mode"), given.get("caption_entities"))
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def detect_entities(text: str, known: list[Json]) -> list[Json]:
    """Return the known entities and those Telegram finds by itself: commands, names, links."""
    taken = [entity for entity in known if entity["type"] in _UNTOUCHABLE]
    found = list(known)
    for kind, pattern in _DETECTED.items():
        for match in pattern.finditer(text):
            entity = {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match[0]),
            }
            if not any(_overlap(entity, other) for other in taken):
                found.append(entity)
                taken.append(entity)
    return in_order(found)


def check_markup(markup: Json, *, private: bool) -> None:
    """Refuse a keyboard Telegram would refuse."""
    if "inline_keyboard" in markup:
        for button in _buttons(markup["inline_keyboard"]):
            _check_inline_button(button, private=private)
    elif "keyboard" in markup:
        if not markup["keyboard"]:
            raise bad_request("reply keyboard is empty")
        if not 1 <= len(markup.get("input_field_placeholder", "…")) <= 64:
            raise bad_request("input_field_placeholder must have 1-64 characters")
        for button in _buttons(markup["keyboard"]):
            _check_key(button, private=private)
    elif not markup.get("remove_keyboard", markup.get("force_reply")):
        raise bad_request("remove_keyboard and force_reply can only be True")


def check_commands(commands: list[Json]) -> None:
    """Refuse a command list Telegram would refuse."""
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(code: str) -> None:
    """Refuse a language that is neither empty nor a two-letter code."""
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")


def _formatted(
    source: str, parse_mode: str | None, entities: list[Json] | None
) -> tuple[str, list[Json]]:
    if parse_mode and entities:
        raise bad_request("entities can be given instead of parse_mode, not with it")
    match (parse_mode or "").lower():
        case "html":
            text, found = parse_html(source)
        case "markdown" | "markdownv2":
            raise not_implemented(f"the parse_mode {parse_mode}")
        case "":
            text, found = source, list(entities or ())
            _check_entities(text, found)
        case _:
            raise bad_request("unsupported parse_mode")
    text, found = _trimmed(text, found)
    return text, detect_entities(text, found)


def _check_entities(text: str, entities: list[Json]) -> None:
    boundaries = {0, *accumulate(map(utf16_length, text))}
    for entity in entities:
        if _ENTITY_NEEDS.get(entity["type"], "type") not in entity:
            raise bad_request(f"can't parse MessageEntity {entity['type']}")
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start not in boundaries or end not in boundaries or start >= end:
            raise bad_request(
                f"entity beginning at UTF-16 offset {start} does not end properly at {end}"
            )


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    removed = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    length = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - removed)
        end = min(length, entity["offset"] + entity["length"] - removed)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept


def _overlap(one: Json, other: Json) -> bool:
    starts = max(one["offset"], other["offset"])
    ends = min(one["offset"] + one["length"], other["offset"] + other["length"])
    return bool(starts < ends)


def _buttons(rows: list[list[Json]]) -> Iterator[Json]:
    if sum(map(len, rows)) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    for row in rows:
        # Telegram drops an empty row without a word; a test should hear of it.
        if not row:
            raise bad_request("keyboard has an empty row")
        yield from row


def _check_inline_button(button: Json, *, private: bool) -> None:
    actions = button.keys() - _NOT_AN_ACTION
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: text is empty")
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: it has more than one action")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button and not private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        raise bad_request("inline keyboard button Web App URL is invalid: Only HTTPS links allowed")
    if "url" in button:
        try:
            checked_url(button["url"])
        except ValueError as problem:
            raise bad_request(
                f"inline keyboard button URL '{button['url']}' is invalid: {problem}"
            ) from None


def _check_key(button: Json, *, private: bool) -> None:
    requests = button.keys() - _NOT_AN_ACTION
    if not button["text"].strip():
        raise bad_request("can't parse keyboard button: text is empty")
    if len(requests) > 1:
        raise bad_request("can't parse keyboard button: it has more than one action")
    if requests and not private:
        raise bad_request(f"{requests.pop()} is available in private chats only")
