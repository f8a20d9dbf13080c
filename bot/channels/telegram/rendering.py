"""Replies as Telegram messages: escaped HTML, within its limits, buttons under the last one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model import Card, Choices, Reply

LONGEST = 4096
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Message:
    html: str
    keyboard: InlineKeyboardMarkup | None = None


def messages(reply: Reply) -> list[Message]:
    """As few messages as Telegram's limit allows, split between paragraphs."""
    paragraphs = [
        paragraph
        for part in reply.parts
        for paragraph in (
            _card(part) if isinstance(part, Card) else escape(part.text, quote=False),
        )
    ]
    texts = list(_packed(paragraphs))
    buttons = keyboard(reply.choices)
    return [
        Message(text, buttons if number == len(texts) else None)
        for number, text in enumerate(texts, 1)
    ]


def keyboard(choices: Choices) -> InlineKeyboardMarkup | None:
    if not choices.rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(_short(c.label), callback_data=c.token) for c in row]
            for row in choices.rows
        ]
    )


def post(reply: Reply) -> Message:
    """One message that is edited later: what fits into it, always with its buttons."""
    return Message(messages(reply)[0].html, keyboard(reply.choices))


def length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _card(card: Card) -> str:
    lines = [f"<b>{escape(card.title, quote=False)}</b>"]
    lines += [escape(text, quote=False) for text in card.body]
    if card.lines:
        lines.append("")
    # Plain text: Telegram makes a telephone number tappable by itself.
    lines += [escape(f"{label}：{value}", quote=False) for label, value in card.lines]
    if card.footer:
        lines += ["", f"<i>{escape(card.footer, quote=False)}</i>"]
    return "\n".join(lines)


def _packed(paragraphs: Iterable[str]) -> Iterator[str]:
    held = ""
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            joined = f"{held}\n\n{piece}" if held else piece
            if length(joined) <= LONGEST:
                held = joined
            else:
                yield held
                held = piece
    if held:
        yield held


def _pieces(paragraph: str) -> Iterator[str]:
    """A paragraph in pieces within the limit: by lines, and only a line without end by letters."""
    if length(paragraph) <= LONGEST:
        yield paragraph
        return
    held = ""
    for line in paragraph.split("\n"):
        rest = line
        # Marked-up lines are short; only a resident's or a member's own words can be this long.
        while length(rest) > LONGEST:
            cut = _cut(rest)
            if held:
                yield held
                held = ""
            yield rest[:cut]
            rest = rest[cut:]
        joined = f"{held}\n{rest}" if held else rest
        if length(joined) <= LONGEST:
            held = joined
        else:
            yield held
            held = rest
    if held:
        yield held


def _cut(text: str) -> int:
    """Where to cut a long line: within the limit and never inside an escaped character."""
    cut = LONGEST // 2
    ampersand = text.rfind("&", max(0, cut - 6), cut)
    if ampersand != -1 and ";" not in text[ampersand:cut]:
        return ampersand
    return cut


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
