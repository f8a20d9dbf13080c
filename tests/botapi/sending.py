"""The methods that put messages into chats, change them and answer queries."""

from typing import Any

from . import rules
from .errors import Json, bad_request, not_implemented
from .shape import Upload
from .world import Chat, Post, World

# Only features of the server are missing here, so the bot must not believe they worked.
_UNKNOWN_FEATURES = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "rich_message",
    "inline_message_id",
)
_CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
_PHOTO_LIMIT = 10 * 1024 * 1024
_FILE_LIMIT = 50 * 1024 * 1024


def send_message(world: World, p: Json) -> Json:
    """sendMessage"""
    text, entities = rules.message_text(p)
    return _send(world, p, _with_entities(world, "text", text, entities))


def send_document(world: World, p: Json) -> Json:
    """sendDocument"""
    content = _caption(world, p)
    return _send(world, p, {"document": _document(world, p["document"])} | content)


def send_photo(world: World, p: Json) -> Json:
    """sendPhoto"""
    content = _caption(world, p)
    return _send(world, p, {"photo": _photo(world, p["photo"])} | content)


def send_contact(world: World, p: Json) -> Json:
    """sendContact"""
    if not p["phone_number"].strip():
        raise bad_request("PHONE_NUMBER_INVALID")
    if not p["first_name"].strip():
        raise bad_request("contact first name is empty")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    return _send(world, p, {"contact": _picked(p, fields)})


def send_location(world: World, p: Json) -> Json:
    """sendLocation"""
    return _send(world, p, {"location": _location(p)})


def send_venue(world: World, p: Json) -> Json:
    """sendVenue"""
    if not p["title"].strip() or not p["address"].strip():
        raise bad_request("venue title and address must be non-empty")
    fields = ("title", "address", "foursquare_id", "google_place_id")
    location = _location(p)
    venue = {"location": location} | _picked(p, fields)
    return _send(world, p, {"venue": venue, "location": location})


def send_chat_action(world: World, p: Json) -> bool:
    """sendChatAction"""
    _check_features(p)
    world.writable(p["chat_id"])
    if p["action"] not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def edit_message_text(world: World, p: Json) -> Json:
    """editMessageText"""
    post = _own_post(world, p)
    if "text" not in p:
        raise bad_request("message text is empty")
    if "text" not in post.raw:
        raise bad_request("there is no text in the message to edit")
    text, entities = rules.message_text(p)
    content = {"entities": None} | _with_entities(world, "text", text, entities)
    return _change(world, post, content | _new_keyboard(post, p))


def edit_message_reply_markup(world: World, p: Json) -> Json:
    """editMessageReplyMarkup"""
    post = _own_post(world, p)
    return _change(world, post, _new_keyboard(post, p))


def delete_message(world: World, p: Json) -> bool:
    """deleteMessage"""
    chat = world.writable(p["chat_id"])
    post = chat.posts.get(p["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to delete not found")
    if not post.by_bot and not chat.private and chat.standing != "administrator":
        raise bad_request("message can't be deleted")
    world.delete(post)
    return True


def answer_callback_query(world: World, p: Json) -> bool:
    """answerCallbackQuery"""
    if len(p.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.answer(world.queries, p["callback_query_id"], p)
    return True


def answer_inline_query(world: World, p: Json) -> bool:
    """answerInlineQuery"""
    results: list[Json] = p["results"]
    ids = [result["id"] for result in results]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if not all(1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        content = result.get("input_message_content", {})
        if "message_text" in content:
            rules.message_text(content | {"text": content["message_text"]})
        if "reply_markup" in result:
            rules.check_markup(result["reply_markup"], private=False)
    world.answer(world.inline_queries, p["inline_query_id"], p)
    return True


def _send(world: World, p: Json, content: Json) -> Json:
    _check_features(p)
    chat = world.writable(p["chat_id"])
    markup: Json | None = p.get("reply_markup")
    if markup is not None:
        rules.check_markup(markup, private=chat.private)
    reply_to = _replied(chat, p.get("reply_parameters"))
    post = world.post(chat, world.bot, content, reply_to=reply_to, markup=markup)
    if markup and ("keyboard" in markup or "remove_keyboard" in markup):
        chat.keyboard = markup if "keyboard" in markup else None
    return post.raw


def _check_features(p: Json) -> None:
    for name in _UNKNOWN_FEATURES:
        if name in p:
            raise not_implemented(f"the parameter {name}")


def _replied(chat: Chat, wanted: Json | None) -> Post | None:
    if wanted is None:
        return None
    if wanted.get("chat_id", chat.id) != chat.id:
        raise not_implemented("replies to another chat")
    post = chat.posts.get(wanted["message_id"])
    if post is None or post.deleted:
        if wanted.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    if wanted.get("quote", "") not in str(post.raw.get("text", post.raw.get("caption", ""))):
        raise bad_request("QUOTE_TEXT_INVALID")
    return post


def _own_post(world: World, p: Json) -> Post:
    _check_features(p)
    if "chat_id" not in p or "message_id" not in p:
        raise bad_request("message identifier is not specified")
    post = world.writable(p["chat_id"]).posts.get(p["message_id"])
    if post is None or post.deleted:
        raise bad_request("message to edit not found")
    if not post.editable:
        raise bad_request("message can't be edited")
    return post


def _new_keyboard(post: Post, p: Json) -> Json:
    markup: Json | None = p.get("reply_markup")
    if markup is None or not markup["inline_keyboard"]:
        return {"reply_markup": None}
    rules.check_markup(markup, private=post.chat.private)
    return {"reply_markup": markup}


def _change(world: World, post: Post, content: Json) -> Json:
    if all(post.raw.get(key) == value for key, value in content.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    world.edit(post, content)
    return post.raw


def _with_entities(world: World, kind: str, text: str, entities: list[Json]) -> Json:
    key = "entities" if kind == "text" else "caption_entities"
    known = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(entity["user"]["id"])
            # Telegram drops mentions of people the bot has never met.
            if user is None:
                continue
            entity = entity | {"user": user}
        known.append(entity)
    return {kind: text} | ({key: known} if known else {})


def _caption(world: World, p: Json) -> Json:
    text, entities = rules.caption(p)
    return _with_entities(world, "caption", text, entities) if text else {}


def _document(world: World, given: Any) -> Json:
    if isinstance(given, Upload):
        _check_size(given, _FILE_LIMIT)
        stored = world.store("documents", given.filename, given.content)
        return stored.raw | {"file_name": given.filename, "mime_type": given.mime_type}
    return _known_file(world, given)


def _photo(world: World, given: Any) -> list[Json]:
    if isinstance(given, Upload):
        _check_size(given, _PHOTO_LIMIT)
        if not given.content.startswith(_IMAGE_STARTS):
            raise bad_request("IMAGE_PROCESS_FAILED")
        raw = world.store("photos", "photo.jpg", given.content).raw
    else:
        raw = _known_file(world, given)
    return [raw | {"width": 640, "height": 480}]


def _check_size(given: Upload, limit: int) -> None:
    if not given.content:
        raise bad_request("file must be non-empty")
    if len(given.content) > limit:
        raise bad_request("file is too big")


def _known_file(world: World, given: str) -> Json:
    if given.startswith(("http://", "https://")):
        raise not_implemented("files from the Internet")
    if given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[given].raw


def _location(p: Json) -> Json:
    if not -90 <= p["latitude"] <= 90 or not -180 <= p["longitude"] <= 180:
        raise bad_request("invalid location specified")
    if not 0 <= p.get("horizontal_accuracy", 0) <= 1500:
        raise bad_request("invalid horizontal accuracy specified")
    fields = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    return _picked(p, fields)


def _picked(p: Json, fields: tuple[str, ...]) -> Json:
    return {name: p[name] for name in fields if name in p}
