"""What is done at the web desk, told in Telegram: to the resident, and to the staff's group."""

from dataclasses import replace

from bot.casework import Done
from bot.channels.telegram.rendering import CHANNEL, messages, parcels, plain
from bot.channels.telegram.staff import StaffRoom
from bot.conversation.wording import Wording
from bot.model import Reply, TicketState
from bot.store.outbox import Parcel


class DeskPost:
    def __init__(self, room: StaffRoom, say: Wording) -> None:
        self._room = room
        self._say = say

    def preview(self, reply: Reply) -> list[str]:
        """The messages as Telegram shows them, as escaped HTML."""
        return [message.html for message in messages(reply)]

    def letters(self, done: Done) -> list[Parcel]:
        """What the resident is told, and the ticket as it now stands for the group."""
        shown = self._room.show(done.ticket) if done.ticket is not None else []
        if done.to is None or done.reply is None or done.to.channel != CHANNEL:
            return shown
        *first, last = parcels(done.to.chat, done.reply)
        assert done.ticket is not None
        if done.ticket.state is not TicketState.ANSWERED:
            return [*first, last, *shown]
        last = replace(last, answers=done.ticket.id)
        group = self._room.group(done.ticket.council)
        if group is not None:
            # Who answered at the desk has no chat of their own: their group is told of a failure.
            failed = plain(group, self._say("staff-answer-failed"))
            unsure = plain(group, self._say("staff-answer-unsure"))
            last = replace(last, receipt={"blocked": failed, "lost": unsure})
        return [*first, last, *shown]
