"""The people in a test: what they write, press and see."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .errors import Json
from .markup import to_html, utf16_length
from .rules import TEXT_LIMIT, detect_entities
from .world import PRESENT, Chat, Post, Query, World, member

Rows = list[list[str]]


@dataclass(frozen=True)
class Message:
    """A message as somebody saw it; the bot may have changed it since (`current`)."""

    world: World
    post: Post
    raw: Json

    @property
    def id(self) -> int:
        """The message_id."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def html(self) -> str:
        """The text or the caption with its formatting."""
        return to_html(self.text, self.raw.get("entities") or self.raw.get("caption_entities", []))

    @property
    def buttons(self) -> Rows:
        """The labels under the message, or those of the reply keyboard it came with."""
        return [[button["text"] for button in row] for row in self.keyboard]

    @property
    def keyboard(self) -> list[list[Json]]:
        """The buttons themselves, in rows."""
        rows: list[list[Json]]
        if "reply_markup" in self.raw:
            rows = self.raw["reply_markup"]["inline_keyboard"]
        else:
            rows = (self.post.markup or {}).get("keyboard") or []
        return rows

    @property
    def file(self) -> bytes:
        """The content of the document or photo."""
        attachment = self.raw.get("document") or self.raw["photo"][-1]
        return self.world.files[attachment["file_id"]].content

    @property
    def current(self) -> "Message":
        """The message as it is now."""
        return Message(self.world, self.post, self.post.raw)

    @property
    def deleted(self) -> bool:
        """Whether the message is gone."""
        return self.post.deleted

    async def edited(self, timeout: float = 5) -> "Message":  # noqa: ASYNC109
        """Wait until the message is no longer as seen here, and return it as it is then."""

        def look() -> Message | None:
            return self.current if self.post.raw is not self.raw else None

        edited = await self.post.chat.changed.until(look, timeout)
        assert edited, f"the message was not edited: {self.text!r}"
        return edited


@dataclass(frozen=True)
class Press:
    """A pressed button; the phone shows it as busy until the bot answers."""

    world: World
    query: Query

    @property
    def answer(self) -> Json | None:
        """The parameters of answerCallbackQuery, None while there was none."""
        return self.query.answer

    async def answered(self, timeout: float = 5) -> Json:  # noqa: ASYNC109
        """Wait for the answer and return its parameters."""
        answer = await self.query.changed.until(lambda: self.query.answer, timeout)
        assert answer is not None, f"nobody answered the button {self.query.raw['data']!r}"
        return answer

    def expire(self) -> None:
        """Let it be too late for an answer."""
        self.query.expired = True


class Place:
    """A chat as the people in it see it."""

    def __init__(self, world: World, chat: Chat, name: str) -> None:
        self.world = world
        self.chat = chat
        self.name = name

    @property
    def id(self) -> int:
        """The id of the person or group, which is also the chat_id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """Everything on the screen as it is now, oldest first."""
        return [Message(self.world, post, post.raw) for post in reversed(self.chat.shown())]

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons on the screen, and of the reply keyboard."""
        shown = [m for m in self.messages if m.post.by_bot and "reply_markup" in m.raw]
        inline = [label for message in shown for row in message.buttons for label in row]
        return inline + [key["text"] for key in self.keys]

    @property
    def keys(self) -> list[Json]:
        """The keys of the reply keyboard."""
        rows = self.chat.keyboard["keyboard"] if self.chat.keyboard else []
        return [key for row in rows for key in row]

    async def hears(self, timeout: float = 5) -> Message:  # noqa: ASYNC109
        """Return the next message of the bot that was not read yet."""
        post = await self.chat.changed.until(self._next_unread, timeout)
        assert post, f"{self.name} heard nothing for {timeout} s"
        return Message(self.world, post, post.raw)

    async def sees(self, *parts: str, timeout: float = 5) -> Message:  # noqa: ASYNC109
        """Wait until a message of the bot, as it is now, has all these parts; return it."""

        def look() -> Message | None:
            shown = (m for m in reversed(self.messages) if m.post.by_bot)
            return next((m for m in shown if all(part in m.text for part in parts)), None)

        message = await self.chat.changed.until(look, timeout)
        screen = [m.text for m in self.messages]
        assert message, f"{self.name} does not see {parts} but {screen}"
        return message

    async def silence(self, seconds: float = 0.3) -> None:
        """Make sure that no message comes."""
        post = await self.chat.changed.until(self._next_unread, seconds)
        assert post is None, f"{self.name} heard {Message(self.world, post, post.raw).text!r}"

    def _next_unread(self) -> Post | None:
        return self.chat.unread.pop(0) if self.chat.unread else None


class User(Place):
    """A person with a phone, and that person's private chat with the bot."""

    def __init__(self, world: World, raw: Json) -> None:
        names = ("first_name", "last_name", "username")
        chat = Chat({"type": "private"} | {k: raw[k] for k in ("id", *names) if k in raw})
        world.users[raw["id"]] = raw
        world.chats[raw["id"]] = chat
        super().__init__(world, chat, " ".join(raw[k] for k in names[:2] if k in raw))
        self.raw = raw

    async def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write to the bot."""
        return await self.send(_text(text), reply_to=reply_to)

    async def say_in(self, group: "Group", text: str, reply_to: Message | None = None) -> Message:
        """Write in a group."""
        return await self.send(_text(text), to=group, reply_to=reply_to)

    async def edit(self, message: Message, text: str) -> Message:
        """Change an own message."""
        self.world.edit(message.post, {"entities": None} | _text(text))
        if message.post.chat.standing in PRESENT:
            self.world.updates.push("edited_message", message.post.raw)
        return message.current

    async def send(
        self, content: Json, *, to: "Group | None" = None, reply_to: Message | None = None
    ) -> Message:
        """Send a message with these fields, for instance {"dice": …}."""
        chat = to.chat if to else self.chat
        if to:
            assert chat.members.get(self.id) in PRESENT, f"{self.name} is not in {to.name}"
        else:
            assert chat.standing != "kicked", f"{self.name} has blocked the bot"
            chat.standing = "member"
        replied = reply_to.post if reply_to else None
        post = self.world.post(chat, self.raw, content, reply_to=replied)
        self.world.tell_bot(post)
        return Message(self.world, post, post.raw)

    async def send_photo(
        self, content: bytes = b"\xff\xd8\xff", *, caption: str = "", to: "Group | None" = None
    ) -> Message:
        """Send a photo."""
        raw = self.world.store("photos", "photo.jpg", content).raw
        photo = {"photo": [raw | {"width": 640, "height": 480}]}
        return await self.send(photo | _caption(caption), to=to)

    async def send_document(
        self,
        filename: str = "memo.txt",
        content: bytes = b"memo",
        *,
        mime_type: str = "text/plain",
        caption: str = "",
        to: "Group | None" = None,
    ) -> Message:
        """Send a file."""
        raw = self.world.store("documents", filename, content).raw
        document = {"document": raw | {"file_name": filename, "mime_type": mime_type}}
        return await self.send(document | _caption(caption), to=to)

    async def send_voice(self, content: bytes = b"OggS", duration: int = 3) -> Message:
        """Send a voice message."""
        raw = self.world.store("voice", "voice.oga", content).raw
        return await self.send({"voice": raw | {"duration": duration, "mime_type": "audio/ogg"}})

    async def send_sticker(self, emoji: str = "🙂") -> Message:
        """Send a sticker."""
        raw = self.world.store("stickers", "sticker.webp", b"RIFF").raw
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self.send({"sticker": raw | size | {"type": "regular", "emoji": emoji}})

    async def send_location(self, latitude: float, longitude: float) -> Message:
        """Send a place."""
        return await self.send({"location": {"latitude": latitude, "longitude": longitude}})

    async def send_contact(self, phone_number: str = "+819012345678") -> Message:
        """Send the own telephone number."""
        name = {"first_name": self.raw["first_name"], "user_id": self.id}
        return await self.send({"contact": {"phone_number": phone_number} | name})

    async def press(self, label: str, *, on: Message | None = None) -> Press:
        """Press the button of this label on the latest message that has it (or on this one)."""
        return self._press(self, lambda button: button["text"] == label, label, on)

    async def press_in(self, group: "Group", label: str, *, on: Message | None = None) -> Press:
        """Press a button in a group."""
        assert group.chat.members.get(self.id) in PRESENT, f"{self.name} is not in {group.name}"
        return self._press(group, lambda button: button["text"] == label, label, on)

    async def press_data(
        self, data: str, *, on: Message | None = None, forged: bool = False
    ) -> Press:
        """Press the button that carries this callback_data; forged ones need not exist."""
        if not forged:
            return self._press(self, lambda button: button.get("callback_data") == data, data, on)
        message = on or next(m for m in reversed(self.messages) if m.post.by_bot)
        return self._query(message, data)

    async def tap(self, label: str) -> Message:
        """Tap a key of the reply keyboard, which says its label or shares what it asks for."""
        key = next((key for key in self.keys if key["text"] == label), None)
        assert key, f"{self.name} has no key {label!r}, only {self.buttons}"
        if self.chat.keyboard and self.chat.keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
        if key.get("request_contact"):
            return await self.send_contact()
        if key.get("request_location"):
            return await self.send_location(35.6812, 139.7671)
        return await self.say(label)

    async def ask_inline(self, query: str, offset: str = "") -> Query:
        """Type an inline query; its `answer` is what the bot answers."""
        payload = {"from": self.raw, "query": query, "offset": offset}
        return self.world.open_query("inline_query", self.world.inline_queries, payload)

    async def block(self) -> None:
        """Block the bot."""
        self.world.set_standing(self.chat, "kicked", self.raw)

    async def unblock(self) -> None:
        """Let the bot write again."""
        self.world.set_standing(self.chat, "member", self.raw)

    def _press(
        self, place: Place, wanted: Callable[[Json], bool], name: str, on: Message | None
    ) -> Press:
        shown = [on.current] if on else reversed(place.messages)
        for message in shown:
            for button in _flat(message.keyboard):
                if wanted(button) and "callback_data" in button:
                    return self._query(message, button["callback_data"])
        raise AssertionError(f"{self.name} sees no button {name!r}, only {place.buttons}")

    def _query(self, message: Message, data: str) -> Press:
        payload = {
            "from": self.raw,
            "message": message.post.raw,
            "chat_instance": str(message.post.chat.id),
            "data": data,
        }
        query = self.world.open_query("callback_query", self.world.queries, payload)
        return Press(self.world, query)


class Group(Place):
    """A group chat, which the bot can be a member of."""

    def __init__(self, world: World, raw: Json, members: Iterable[User]) -> None:
        chat = Chat(raw)
        world.chats[raw["id"]] = chat
        super().__init__(world, chat, raw["title"])
        for user in members:
            chat.members[user.id] = "member" if chat.members else "creator"

    def admit_bot(self, by: User, *, administrator: bool = False) -> None:
        """Add the bot to the group, or change its role."""
        role = "administrator" if administrator else "member"
        self.world.set_standing(self.chat, role, by.raw)

    def remove_bot(self, by: User) -> None:
        """Throw the bot out."""
        self.world.set_standing(self.chat, "kicked", by.raw)

    def join(self, user: User) -> None:
        """Have somebody come in."""
        self._set_member(user, "member")
        self.world.tell_bot(self.world.post(self.chat, user.raw, {"new_chat_members": [user.raw]}))

    def leave(self, user: User) -> None:
        """Have somebody go out."""
        self._set_member(user, "left")
        self.world.tell_bot(self.world.post(self.chat, user.raw, {"left_chat_member": user.raw}))

    def promote(self, user: User) -> None:
        """Make a member an administrator."""
        self._set_member(user, "administrator")

    def _set_member(self, user: User, status: str) -> None:
        before = self.chat.members.get(user.id, "left")
        self.chat.members[user.id] = status
        # Telegram tells of other members only an administrator.
        if self.chat.standing == "administrator":
            change = {
                "chat": self.chat.raw,
                "from": user.raw,
                "date": int(time.time()),
                "old_chat_member": member(user.raw, before),
                "new_chat_member": member(user.raw, status),
            }
            self.world.updates.push("chat_member", change)


def _text(text: str) -> Json:
    text = text.strip()
    assert text, "no phone sends an empty message"
    assert utf16_length(text) <= TEXT_LIMIT, "a phone splits so long a text; use push_raw"
    entities = detect_entities(text, [])
    return {"text": text} | ({"entities": entities} if entities else {})


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def _flat(rows: list[list[Json]]) -> list[Json]:
    return [button for row in rows for button in row]
