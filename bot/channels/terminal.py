"""The conversation in a terminal: replies as plain text, choices by number."""

import itertools
import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

from bot.conversation.guide import Guide
from bot.conversation.menu import (
    begin_again,
    help_,
    languages,
    offices,
    plan,
    themes,
    welcome,
    where,
)
from bot.conversation.wording import Wording
from bot.model import Card, Choice, Contact, File, Outcome, Reply, Session, Text, Turn

PROMPT = "> "
_NUMBER = re.compile(r"\d{1,4}")


def render(reply: Reply) -> str:
    """A reply as a resident reads it in a terminal; choices are numbered from 1."""
    blocks = [card(part) if isinstance(part, Card) else part.text for part in reply.parts]
    if reply.choices.flat:
        numbered = (f"  {n}. {_label(c)}" for n, c in enumerate(reply.choices.flat, 1))
        blocks.append("\n".join(numbered))
    match reply.keep:
        case Contact(name=name, phone=phone):
            blocks.append(f"{name}\n☎ {phone}")
        case File(text=text):
            blocks.append(text.strip())
    return "\n\n".join(blocks)


def _label(choice: Choice) -> str:
    return f"{choice.label} {readable(choice.url)}" if choice.url else choice.label


def readable(url: str) -> str:
    """A link with its Japanese as it is read; browsers take it so as well."""
    return unquote(url).replace(" ", "+")


def card(part: Card) -> str:
    lines = [f"■ {part.title}", *part.body]
    lines += part.labelled
    if part.footer:
        lines.append(f"（{part.footer}）")
    return "\n".join(lines)


class Conversation:
    """One conversation with its session; ``answer`` takes what was typed and gives what to print.

    It waits for no database, and keeps nothing.
    """

    def __init__(self, guide: Guide, session: Session, now: Callable[[], datetime]) -> None:
        self.guide = guide
        self._now = now
        self.session = session
        self._choices: tuple[Choice, ...] = ()
        self._refs = itertools.count(1)

    def start(self) -> str:
        return self._say(welcome(self.guide.knowledge, self.session, self._wording))

    def answer(self, typed: str) -> str:
        knowledge, say = self.guide.knowledge, self._wording
        typed = typed.strip()
        ref = str(next(self._refs))
        commands: dict[str, Callable[[], Turn]] = {
            "/start": lambda: welcome(knowledge, self.session, say),
            "/menu": lambda: begin_again(knowledge, self.session, say),
            "/help": lambda: help_(self.session, say),
            "/area": lambda: where(knowledge, self.session, say),
            "/offices": lambda: offices(knowledge, self.session, say),
            "/plan": lambda: plan(knowledge, self.session, say),
            "/activities": lambda: themes(knowledge, self.session, say),
            "/language": lambda: languages(self.session, say),
            "/privacy": lambda: self._told("terminal-keeps-nothing", self.session),
            "/mydata": lambda: self._told("terminal-keeps-nothing", self.session),
            "/stop": lambda: self._told("news-none", self.session),
            "/forget": lambda: self._told("terminal-forgotten", Session()),
        }
        if typed in commands:
            return self._say(commands[typed]())
        if _NUMBER.fullmatch(typed) and 1 <= int(typed) <= len(self._choices):
            chosen = self._choices[int(typed) - 1]
            if chosen.url:
                return _label(chosen)
            turn = self._clerk.choose(self.session, chosen.token, ref)
            return self._say(turn or self._told("not-in-terminal", self.session))
        return self._say(self._clerk.hear(self.session, typed, ref))

    def _told(self, words: str, session: Session) -> Turn:
        return Turn(Reply((Text(self._wording(words)),)), session, Outcome.SMALLTALK)

    @property
    def _clerk(self) -> Guide:
        return self.guide.at(self._now())

    @property
    def _wording(self) -> Wording:
        return self._clerk.wording(self.session)

    def _say(self, turn: Turn) -> str:
        self.session = turn.session
        # A number means what it meant on the list that was shown last.
        self._choices = turn.reply.choices.flat or self._choices
        return render(turn.reply)
