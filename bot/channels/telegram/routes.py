"""What a handler is, and the order in which handlers are tried."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeAlias

from telegram import Message, MessageEntity, Update
from telegram.ext import filters

from bot.channels.telegram.buttons import Found, Pressed
from bot.store.outbox import Parcel

Outgoing: TypeAlias = Sequence[Parcel | Pressed | Found]
Handler: TypeAlias = Callable[[Update], Coroutine[Any, Any, Outgoing]]
Fits: TypeAlias = Callable[[Update], bool]
Admit: TypeAlias = Callable[[Update], Coroutine[Any, Any, Outgoing | None]]


class Routes:
    """Handles an update by the first of its handlers that fits; ``sorry`` is for those that broke.

    ``admit`` gives what is to be sent for an update that no handler shall have, else None.
    """

    def __init__(
        self, handlers: Sequence[tuple[Fits, Handler]], sorry: Handler, admit: Admit
    ) -> None:
        self._handlers = tuple(handlers)
        self._admit = admit
        self.sorry = sorry

    async def handle(self, update: Update) -> Outgoing:
        """What is to be sent for an update."""
        refused = await self._admit(update)
        if refused is not None:
            return refused
        for fits, handler in self._handlers:
            if fits(update):
                return await handler(update)
        return ()


def message(which: filters.BaseFilter) -> Fits:
    """A message, new or edited, of a kind."""
    return lambda update: bool(which.check_update(update))


class ReplyTo(filters.MessageFilter):
    """A reply to what somebody wrote."""

    def __init__(self, user: int) -> None:
        super().__init__(name=f"reply to {user}")
        self._user = user

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        return (
            replied is not None
            and replied.from_user is not None
            and (replied.from_user.id == self._user)
        )


class Command(filters.MessageFilter):
    """A command, to this bot where it says to whom."""

    def __init__(self, name: str, username: str) -> None:
        super().__init__(name=f"/{name}")
        self._written = {f"/{name}", f"/{name}@{username}".casefold()}

    def filter(self, message: Message) -> bool:
        first = message.entities[0] if message.entities else None
        if not message.text or first is None or first.offset != 0:
            return False
        if first.type != MessageEntity.BOT_COMMAND:
            return False
        return message.text[: first.length].casefold() in self._written
