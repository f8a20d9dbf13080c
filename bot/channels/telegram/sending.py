"""From the outbox to Telegram: each message with its own retries, in the order of its chat.

One replica sends at a time, since the limits are those of the bot and not of a replica. A message is
marked before it is sent and forgotten after; a crash in between is the one case in which nobody
knows whether it arrived, and it is then sent once more and not again. Whoever follows one that
crashed may crash as well: for a while it sends one message after the other, so that one at most
is repeated.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import log
from bot.channels.telegram.bell import Bell
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.rendering import CHANNEL
from bot.channels.telegram.transport import (
    Api,
    BrokenError,
    UnsentError,
    backoff,
    seconds_to_wait,
)
from bot.model import Ticket
from bot.pulse import Pulse
from bot.store.lease import Lease
from bot.store.outbox import MOST_DOUBTS, Parcel, Queued
from bot.store.store import Store, StoreError, StoreTrouble, Work

_AT_ONCE = 200
_GIVEN_UP = timedelta(hours=24)
_STOPPING_SECONDS = 5.0
_CAREFUL_SECONDS = 10.0

End = Literal["sent", "blocked", "refused", "wait", "failed", "doubt"]
_LOST: dict[End, str] = {"blocked": "blocked", "refused": "lost", "failed": "lost", "doubt": "lost"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt: a message's id where there is a new one, seconds to wait."""

    queued: Queued
    end: End
    message: int | None = None
    seconds: float = 0.0
    error: str = ""


class Sender:
    """``show`` makes of a ticket what its council's staff see of it."""

    def __init__(
        self,
        store: Store,
        api: Api,
        show: Callable[[Ticket], Sequence[Parcel]],
        new_pace: Callable[[], Pace],
        lease: Lease,
        bell: Bell,
        now: Callable[[], datetime],
        pulse: Pulse,
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._api = api
        self._show = show
        self._new_pace = new_pace
        self._pace = new_pace()
        self._lease = lease
        self._bell = bell
        self._now = now
        self._pulse = pulse
        self._stop = stop
        self._careful_until = 0.0
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._outcomes: list[Outcome] = []
        self._landed = Bell(bell.patience)

    async def run(self) -> None:
        """Send until it is time to stop; then what is being sent is brought to its end."""
        settling = asyncio.create_task(self._settle_on())
        while not self._stop.is_set():
            try:
                pause = await self._round()
            except StoreError as error:
                self._pulse.trouble("sending", error)
                pause = 1.0
            await self._bell.wait(pause)
        if self._flying:
            _, late = await asyncio.wait(list(self._flying.values()), timeout=_STOPPING_SECONDS)
            for flight in late:
                flight.cancel()
            self._flying.clear()
        self._landed.ring()
        await settling
        await self._let_go()

    async def _round(self) -> float:
        """Send what may be sent now; gives the seconds until there may be more."""
        if not await self._may_send():
            return self._lease.pause
        if self._lease.fresh:
            self._pace = self._new_pace()
            if self._lease.inherited:
                self._careful_until = self._clock() + _CAREFUL_SECONDS
            async with self._store.begin() as work:
                lost = await work.outbox.take_over(CHANNEL)
            self._outcomes += [Outcome(one, "doubt") for one in lost]
            self._landed.ring()
        due, pause = await self._due()
        if not due:
            return pause
        try:
            async with self._store.begin() as work:
                if not await self._lease.renewed(work):
                    return self._lease.pause
                await work.outbox.sending([queued.id for queued, _ in due])
        except StoreTrouble as error:
            # Better sent without a mark, and remembered here, than not at all.
            self._pulse.trouble("sending", error)
        for queued, post in due:
            self._flying[queued.id] = asyncio.create_task(self._send(queued, post))
        return pause

    async def _may_send(self) -> bool:
        try:
            return await self._lease.held()
        except StoreTrouble as error:
            # Where nothing can be written, nobody else can have taken it.
            self._pulse.trouble("sending", error)
            return self._lease.last_ours

    async def _settle_on(self) -> None:
        """Write down what came of attempts, as soon as possible: until then they are in doubt."""
        while True:
            pause = None
            settled = self._outcomes[:]
            try:
                if settled:
                    async with self._store.begin() as work:
                        plain = [one.queued.id for one in settled if _plainly_sent(one)]
                        await work.outbox.gone(plain)
                        for outcome in settled:
                            if not _plainly_sent(outcome):
                                await self._settle(work, outcome)
                    del self._outcomes[: len(settled)]
                    self._bell.ring()
            except StoreError as error:
                self._pulse.trouble("sending", error)
                pause = 1.0
            if self._stop.is_set() and not self._flying and (pause or not self._outcomes):
                return
            await self._landed.wait(pause)

    async def _due(self) -> tuple[list[tuple[Queued, tuple[int, int] | None]], float]:
        """What may be sent now, with the post to edit where a ticket has one; and when to look again."""
        known = {outcome.queued.id for outcome in self._outcomes} | self._flying.keys()
        now, pause, due = self._clock(), self._bell.patience, []
        careful = now < self._careful_until
        if careful and known:
            return [], pause
        async with self._store.read() as work:
            for queued in await work.outbox.due(CHANNEL, self._now(), _AT_ONCE):
                if queued.id in known:
                    continue
                if (wait := self._pace.wait(queued.parcel.chat, now)) > 0:
                    pause = min(pause, wait)
                    continue
                self._pace.sent(queued.parcel.chat, now)
                ticket = queued.parcel.ticket
                shown = await work.ticket(ticket) if ticket is not None else None
                due.append((queued, shown.post if shown is not None else None))
                if careful:
                    break
        return due, pause

    async def _send(self, queued: Queued, post: tuple[int, int] | None) -> None:
        outcome = await self._attempt(queued, post)
        self._outcomes.append(outcome)
        del self._flying[queued.id]
        self._pulse.attempted(outcome.end, (self._now() - queued.written_at).total_seconds())
        self._landed.ring()

    async def _attempt(self, queued: Queued, post: tuple[int, int] | None) -> Outcome:
        try:
            sent = await self._deliver(queued.parcel, post)
        except RetryAfter as error:
            return Outcome(queued, "wait", seconds=seconds_to_wait(error))
        except (Forbidden, ChatMigrated) as error:
            return Outcome(queued, "blocked", error=type(error).__name__)
        except UnsentError as error:
            return Outcome(queued, "failed", error=type(error).__name__)
        except (TimedOut, BrokenError) as error:
            return Outcome(queued, "doubt", error=type(error).__name__)
        except BadRequest as error:
            return Outcome(queued, "refused", error=type(error).__name__)
        except TelegramError as error:
            return Outcome(queued, "failed", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001
            # A mistake of ours must not stand before everything that is sent after it.
            return Outcome(queued, "refused", error=type(error).__name__)
        return Outcome(queued, "sent", sent)

    async def _deliver(self, parcel: Parcel, post: tuple[int, int] | None) -> int | None:
        """The id of a new message; None where a post was edited. Raises TelegramError."""
        payload = {"chat_id": int(parcel.chat), **parcel.payload}
        if post is not None and post[0] == payload["chat_id"]:
            try:
                await self._api.call("editMessageText", {**payload, "message_id": post[1]})
            except BadRequest as error:
                if "not modified" in str(error):
                    return None
                # It was deleted, or is too old to be edited: it is posted anew.
            else:
                return None
        return int((await self._api.call(parcel.method, payload))["message_id"])

    async def _settle(self, work: Work, outcome: Outcome) -> None:
        """Write down what came of an attempt."""
        queued, parcel = outcome.queued, outcome.queued.parcel
        match outcome.end:
            case "sent":
                await work.outbox.gone([queued.id])
                if parcel.ticket is not None and outcome.message is not None:
                    await work.posted(parcel.ticket, int(parcel.chat), outcome.message)
                await self._tell(work, [queued], "sent")
            case "blocked":
                await work.block(CHANNEL, parcel.chat, blocked=True)
                await self._give_up(work, await work.outbox.to(CHANNEL, parcel.chat), outcome)
            case "wait":
                due = self._now() + timedelta(seconds=outcome.seconds)
                await work.outbox.later(queued.id, due, failed=False, doubtful=False)
            case "doubt" if queued.doubts + 1 < MOST_DOUBTS:
                await self._later(work, outcome, doubtful=True)
            case "failed" if self._now() - queued.written_at < _GIVEN_UP:
                await self._later(work, outcome, doubtful=False)
            case _:
                await self._give_up(work, [queued], outcome)

    async def _later(self, work: Work, outcome: Outcome, *, doubtful: bool) -> None:
        pause = backoff(outcome.queued.failures)
        due = self._now() + timedelta(seconds=pause)
        await work.outbox.later(outcome.queued.id, due, failed=True, doubtful=doubtful)
        log.logger().warning(
            "not sent yet",
            method=outcome.queued.parcel.method,
            error=outcome.error,
            failures=outcome.queued.failures + 1,
        )

    async def _give_up(self, work: Work, queued: Sequence[Queued], outcome: Outcome) -> None:
        await work.outbox.gone([one.id for one in queued])
        end = _LOST[outcome.end]
        await self._tell(work, queued, end)
        for one in queued:
            if end == "lost":
                await self._take_back(work, one.parcel)
            event = "not sent" if one.parcel.ticket is None else "ticket not shown"
            log.logger().error(
                event, method=one.parcel.method, state=outcome.end, error=outcome.error
            )

    async def _take_back(self, work: Work, parcel: Parcel) -> None:
        """A ticket whose answer may not have arrived waits for another one."""
        if parcel.answers is None:
            return
        if await work.take_back(parcel.answers, parcel.channel, parcel.chat):
            ticket = await work.ticket(parcel.answers)
            assert ticket is not None
            await work.outbox.put(self._show(ticket), self._now())

    async def _tell(self, work: Work, queued: Sequence[Queued], end: str) -> None:
        told = [one.parcel.receipt[end] for one in queued if one.parcel.receipt]
        await work.outbox.put(told, self._now())

    async def _let_go(self) -> None:
        try:
            async with self._store.begin() as work:
                await self._lease.release(work)
        except StoreError as error:
            self._pulse.trouble("sending", error)

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()


def _plainly_sent(outcome: Outcome) -> bool:
    """Whether nothing is left to do for a message but to forget it."""
    parcel = outcome.queued.parcel
    return outcome.end == "sent" and parcel.ticket is None and parcel.receipt is None
