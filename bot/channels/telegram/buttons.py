"""Telling a phone that its pressed button was heard."""

import asyncio
from dataclasses import dataclass

from telegram import CallbackQuery
from telegram.error import TelegramError

from bot import log
from bot.channels.telegram.transport import Api

_LONGEST = 200
_CLOSING_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Pressed:
    """Stops the button's spinning; ``words`` appear in a box on the screen of who pressed it.

    It is worth something only at once, so it is tried once and kept nowhere.
    """

    query: str
    words: str = ""

    @property
    def payload(self) -> dict[str, object]:
        """Parameters of answerCallbackQuery."""
        if not self.words:
            return {"callback_query_id": self.query}
        shown = self.words[:_LONGEST]
        return {"callback_query_id": self.query, "text": shown, "show_alert": True}


@dataclass(frozen=True, slots=True)
class Found:
    """What is offered to one who types the bot's name in another chat; worth something only at once."""

    query: str
    results: tuple[dict[str, object], ...]

    @property
    def payload(self) -> dict[str, object]:
        """Parameters of answerInlineQuery."""
        return {
            "inline_query_id": self.query,
            "results": list(self.results),
            "cache_time": 0,
            "is_personal": True,
        }


def heard(query: CallbackQuery, words: str = "") -> Pressed:
    return Pressed(query.id, words)


def called(answer: Pressed | Found) -> str:
    """The method that an answer is given by."""
    return "answerCallbackQuery" if isinstance(answer, Pressed) else "answerInlineQuery"


class Phones:
    """Where presses are answered: beside everything else, and once."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, pressed: Pressed | Found) -> None:
        task = asyncio.create_task(self._answer(pressed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Let what has been begun come to its end."""
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=_CLOSING_SECONDS)

    async def _answer(self, pressed: Pressed | Found) -> None:
        try:
            await self._api.call(called(pressed), pressed.payload)
        except TelegramError as error:
            # Pressed long ago, while we were away: what the button stands for is done all the same.
            log.logger().info("button answered too late", error=type(error).__name__)
