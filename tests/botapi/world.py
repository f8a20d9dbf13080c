"""What Telegram knows: people, chats, messages, files and pressed buttons."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from .changes import Signal
from .errors import Json, bad_request, forbidden
from .updates import Updates

OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
PRESENT = ("member", "administrator", "creator")

_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(eq=False)
class Post:
    """A message, all its versions, and the keyboard that came with it."""

    chat: "Chat"
    versions: list[Json]
    by_bot: bool
    markup: Json | None = None
    deleted: bool = False

    @property
    def raw(self) -> Json:
        """The Message as it is now."""
        return self.versions[-1]

    @property
    def editable(self) -> bool:
        """Whether the bot may edit it: its own, and without a reply keyboard."""
        return self.by_bot and (self.markup is None or "inline_keyboard" in self.markup)


@dataclass(eq=False)
class Chat:
    """A conversation, and the bot's standing in it.

    The standing is "unknown" until the bot may write; blocking a private chat is "kicked".
    """

    raw: Json
    standing: str = "unknown"
    members: dict[int, str] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    unread: list[Post] = field(default_factory=list)
    keyboard: Json | None = None
    menu_button: Json | None = None
    changed: Signal = field(default_factory=Signal)

    @property
    def id(self) -> int:
        """The chat_id."""
        return int(self.raw["id"])

    @property
    def private(self) -> bool:
        """Whether it is a conversation of one person with the bot."""
        return bool(self.raw["type"] == "private")

    def shown(self) -> list[Post]:
        """Return the messages on the screen, newest first."""
        return [post for post in reversed(self.posts.values()) if not post.deleted]


@dataclass(frozen=True)
class StoredFile:
    """A file on Telegram's servers."""

    file_id: str
    path: str
    content: bytes

    @property
    def raw(self) -> Json:
        """What every object about the file contains."""
        unique = f"U{self.file_id[-8:]}"
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.content)}


@dataclass(eq=False)
class Query:
    """A pressed button (or an inline query), waiting for the bot's answer."""

    raw: Json
    answer: Json | None = None
    expired: bool = False
    changed: Signal = field(default_factory=Signal)


class World:
    """The state behind the Bot API."""

    def __init__(self, bot: Json, updates: Updates, *, privacy_mode: bool) -> None:
        self.bot = bot
        self.updates = updates
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self._privacy_mode = privacy_mode
        self._numbers = itertools.count(1)
        self._message_ids = itertools.count(1)

    def number(self) -> int:
        """Return a number never returned before."""
        return next(self._numbers)

    def chat(self, chat_id: int | str) -> Chat:
        """Return the chat the bot means, if it has ever met it."""
        if isinstance(chat_id, str):
            chat_id = self._public_id(chat_id.removeprefix("@"))
        chat = self.chats.get(chat_id)
        if chat is None or (chat.standing == "unknown" and not self._has_seen(chat_id)):
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """Return the chat the bot means, if it may write there."""
        chat = self.chat(chat_id)
        name = "group" if chat.raw["type"] == "group" else "supergroup"
        match chat.standing:
            case "unknown":
                raise forbidden("bot can't initiate conversation with a user")
            case "kicked" if chat.private:
                raise forbidden("bot was blocked by the user")
            case "kicked":
                raise forbidden(f"bot was kicked from the {name} chat")
            case "left":
                raise forbidden(f"bot is not a member of the {name} chat")
        return chat

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        *,
        reply_to: Post | None = None,
        markup: Json | None = None,
    ) -> Post:
        """Put a message into the chat."""
        by_bot = sender["id"] == self.bot["id"]
        raw: Json = {
            "message_id": self._message_id(chat),
            "from": sender,
            "chat": chat.raw,
            "date": int(time.time()),
        }
        if reply_to:
            raw["reply_to_message"] = {
                key: value for key, value in reply_to.raw.items() if key != "reply_to_message"
            }
        raw |= content
        if markup and markup.get("inline_keyboard"):
            raw["reply_markup"] = markup
        post = Post(chat, [raw], by_bot, markup)
        chat.posts[raw["message_id"]] = post
        if by_bot:
            chat.unread.append(post)
        chat.changed.fire()
        return post

    def edit(self, post: Post, content: Json) -> None:
        """Give the message other content; None removes a field."""
        raw = post.raw | {"edit_date": int(time.time())} | content
        post.versions.append({key: value for key, value in raw.items() if value is not None})
        post.chat.changed.fire()

    def delete(self, post: Post) -> None:
        """Take the message away from everybody."""
        post.deleted = True
        if post in post.chat.unread:
            post.chat.unread.remove(post)
        post.chat.changed.fire()

    def store(self, folder: str, filename: str, content: bytes) -> StoredFile:
        """Keep a file; its path tells the kind and, as on Telegram, only the name's ending."""
        number = self.number()
        ending = filename.rpartition(".")[2] if "." in filename else "bin"
        stored = StoredFile(f"BQACAgUAAx{number:08}", f"{folder}/file_{number}.{ending}", content)
        self.files[stored.file_id] = stored
        return stored

    def tell_bot(self, post: Post) -> None:
        """Push the message of a person to the bot, unless privacy mode hides it."""
        if self._bot_may_read(post):
            self.updates.push("message", post.raw)

    def set_standing(self, chat: Chat, standing: str, by: Json) -> None:
        """Admit, promote, block or remove the bot, and push that."""
        before = "left" if chat.standing == "unknown" else chat.standing
        chat.standing = standing
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.raw,
                "from": by,
                "date": int(time.time()),
                "old_chat_member": member(self.bot, before),
                "new_chat_member": member(self.bot, standing),
            },
        )

    def open_query(self, kind: str, queries: dict[str, Query], payload: Json) -> Query:
        """Push a query and remember that it waits for an answer."""
        raw = {"id": str(4_000_000_000_000 + self.number())} | payload
        queries[raw["id"]] = query = Query(raw)
        self.updates.push(kind, raw)
        return query

    def answer(self, queries: dict[str, Query], query_id: str, answer: Json) -> None:
        """Take the bot's answer to a query; there can be only one, and not too late."""
        query = queries.get(query_id)
        if query is None or query.expired or query.answer is not None:
            raise bad_request(OLD_QUERY)
        query.answer = answer
        query.changed.fire()

    def _message_id(self, chat: Chat) -> int:
        # As on Telegram: a supergroup counts for itself, all other chats share one sequence.
        if chat.raw["type"] == "supergroup":
            return len(chat.posts) + 1
        return next(self._message_ids)

    def _public_id(self, username: str) -> int:
        for chat in self.chats.values():
            if not chat.private and chat.raw.get("username") == username:
                return chat.id
        raise bad_request("chat not found")

    def _has_seen(self, user_id: int) -> bool:
        return any(
            user_id in chat.members
            for chat in self.chats.values()
            if not chat.private and chat.standing in PRESENT
        )

    def _bot_may_read(self, post: Post) -> bool:
        chat, raw = post.chat, post.raw
        if chat.private or chat.standing == "administrator":
            return chat.standing in PRESENT
        if chat.standing != "member":
            return False
        text = str(raw.get("text", raw.get("caption", "")))
        to_bot = raw.get("reply_to_message", {}).get("from", {}).get("id") == self.bot["id"]
        called = text.startswith("/") or f"@{self.bot['username']}" in text
        service = "new_chat_members" in raw or "left_chat_member" in raw
        return not self._privacy_mode or to_bot or called or service


def member(user: Json, status: str) -> Json:
    """Return the ChatMember of this status."""
    extra: dict[str, Any] = {}
    match status:
        case "creator":
            extra = {"is_anonymous": False}
        case "administrator":
            extra = {"can_be_edited": False, "is_anonymous": False}
            extra |= dict.fromkeys(_ADMIN_RIGHTS, True)
        case "kicked":
            extra = {"until_date": 0}
    return {"user": user, "status": status} | extra
