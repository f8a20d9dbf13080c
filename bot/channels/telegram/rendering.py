"""Replies as Telegram messages: escaped HTML, within its limits, buttons under the last one.

``parcels`` and its like make of them what is put into the outbox.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model import Card, Choice, Choices, Contact, File, Reply, Text
from bot.store.outbox import Parcel

CHANNEL = "telegram"
LONGEST = 4096
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Message:
    html: str
    keyboard: InlineKeyboardMarkup | None = None


def messages(reply: Reply) -> list[Message]:
    """As few messages as Telegram's limit allows, split between paragraphs."""
    texts = list(_packed(list(_lines(part)) for part in reply.parts))
    buttons = keyboard(reply.choices)
    return [
        Message(text, buttons if number == len(texts) else None)
        for number, text in enumerate(texts, 1)
    ]


def keyboard(choices: Choices) -> InlineKeyboardMarkup | None:
    if not choices.rows:
        return None
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in choices.rows])


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(_short(choice.label), url=choice.url)
    return InlineKeyboardButton(_short(choice.label), callback_data=choice.token)


def post(reply: Reply) -> Message:
    """One message that is edited later: what fits into it, always with its buttons."""
    return Message(messages(reply)[0].html, keyboard(reply.choices))


def parcels(chat: int | str, reply: Reply) -> list[Parcel]:
    """A reply to a chat, ready to be sent."""
    kept = [] if reply.keep is None else [_kept(chat, reply.keep)]
    return [*(parcel(chat, message) for message in messages(reply)), *kept]


def _kept(chat: int | str, keep: Contact | File) -> Parcel:
    if isinstance(keep, File):
        document = {"filename": keep.name, "text": keep.text}
        return Parcel(CHANNEL, str(chat), "sendDocument", {"document": document})
    number = "+81" + keep.phone.replace("-", "").removeprefix("0")
    card = {"phone_number": number, "first_name": keep.name[:64], "vcard": keep.vcard}
    return Parcel(CHANNEL, str(chat), "sendContact", card)


def parcel(chat: int | str, message: Message, ticket: int | None = None) -> Parcel:
    """A message to a chat; where it shows a ticket, its number."""
    payload: dict[str, Any] = {
        "text": message.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if message.keyboard is not None:
        payload["reply_markup"] = message.keyboard.to_dict()
    return Parcel(CHANNEL, str(chat), "sendMessage", payload, ticket)


def plain(
    chat: int, words: str, to: int | None = None, keyboard: InlineKeyboardMarkup | None = None
) -> Parcel:
    """A sentence to a chat as it is, where ``to`` is a message's id as a reply to it."""
    payload: dict[str, Any] = {"text": words}
    if to is not None:
        # What it replies to may have been deleted since.
        payload["reply_parameters"] = {"message_id": to, "allow_sending_without_reply": True}
    if keyboard is not None:
        payload["reply_markup"] = keyboard.to_dict()
    return Parcel(CHANNEL, str(chat), "sendMessage", payload)


def instead(chat: int, id_: int, reply: Reply) -> Parcel:
    """What stands from now on in the place of a message of ours, with its buttons or none."""
    payload = {**parcel(chat, post(reply)).payload, "message_id": id_}
    return Parcel(CHANNEL, str(chat), "editMessageText", payload)


def length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _lines(part: Text | Card) -> Iterator[str]:
    """A part as lines of HTML, each whole in itself and within the limit."""
    if isinstance(part, Text):
        yield from _html(part.text)
        return
    yield from _html(part.title, "b")
    for text in part.body:
        yield from _html(text)
    if part.lines:
        yield ""
    # Plain text: Telegram makes a telephone number tappable by itself.
    for line in part.labelled:
        yield from _html(line)
    if part.footer:
        yield ""
        yield from _html(part.footer, "i")


def _html(text: str, tag: str = "") -> Iterator[str]:
    before, after = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    for line in text.split("\n"):
        if not line.strip():
            yield ""
            continue
        for piece in _pieces(line, LONGEST - len(before + after)):
            yield f"{before}{piece}{after}"


def _pieces(line: str, longest: int) -> Iterator[str]:
    """An escaped line in pieces; only a member's own words can need more than one."""
    whole = escape(line, quote=False)
    if length(whole) <= longest:
        yield whole
        return
    held: list[str] = []
    size = 0
    for letter in line:
        escaped = escape(letter, quote=False)
        size += length(escaped)
        if size > longest:
            yield "".join(held)
            held, size = [], length(escaped)
        held.append(escaped)
    yield "".join(held)


def _packed(paragraphs: Iterable[Sequence[str]]) -> Iterator[str]:
    """Paragraphs in texts within the limit; one that is longer by itself is split at its lines."""
    held = ""
    for lines in paragraphs:
        whole = "\n".join(lines)
        pieces = ((whole, "\n\n"),) if length(whole) <= LONGEST else _separated(lines)
        for piece, between in pieces:
            joined = f"{held}{between}{piece}" if held else piece
            if length(joined) <= LONGEST:
                held = joined
            else:
                if held.strip():
                    yield held
                held = piece
    if held.strip():
        yield held


def _separated(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        yield line, "\n" if number else "\n\n"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
