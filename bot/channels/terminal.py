"""The conversation in a terminal: replies as plain text, choices by number."""

import itertools
import re
from collections.abc import Callable

from bot.conversation.guide import Guide
from bot.conversation.menu import activities, help_, languages, offices, plan, welcome, where
from bot.model import Card, Choice, Reply, Session, Turn

PROMPT = "> "
_NUMBER = re.compile(r"\d{1,4}")


def render(reply: Reply) -> str:
    """A reply as a resident reads it in a terminal; choices are numbered from 1."""
    blocks = [card(part) if isinstance(part, Card) else part.text for part in reply.parts]
    if reply.choices.flat:
        numbered = (f"  {n}. {c.label}" for n, c in enumerate(reply.choices.flat, 1))
        blocks.append("\n".join(numbered))
    return "\n\n".join(blocks)


def card(part: Card) -> str:
    lines = [f"■ {part.title}", *part.body]
    lines += [f"{label}：{value}" for label, value in part.lines]
    if part.footer:
        lines.append(f"（{part.footer}）")
    return "\n".join(lines)


class Conversation:
    """One conversation with its session; ``answer`` takes what was typed and gives what to print."""

    def __init__(self, guide: Guide, session: Session) -> None:
        self.guide = guide
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
            "/help": lambda: help_(self.session, say),
            "/area": lambda: where(knowledge, self.session, say),
            "/offices": lambda: offices(knowledge, self.session, say),
            "/plan": lambda: plan(knowledge, self.session, say),
            "/activities": lambda: activities(knowledge, self.session, say),
            "/language": lambda: languages(self.session, say),
        }
        if typed in commands:
            return self._say(commands[typed]())
        if _NUMBER.fullmatch(typed) and 1 <= int(typed) <= len(self._choices):
            chosen = self._choices[int(typed) - 1].token
            turn = self.guide.choose(self.session, chosen, ref)
            if turn is not None:
                return self._say(turn)
        return self._say(self.guide.hear(self.session, typed, ref))

    @property
    def _wording(self):  # type: ignore[no-untyped-def]
        return self.guide.wording(self.session)

    def _say(self, turn: Turn) -> str:
        self.session = turn.session
        self._choices = turn.reply.choices.flat
        return render(turn.reply)
