"""What is done by the clock, by one replica at a time: forgetting, and watching for floods."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import log
from bot.pulse import Pulse
from bot.store.backup import expire
from bot.store.bursts import Rush
from bot.store.lease import Lease
from bot.store.retention import Keeping
from bot.store.store import Store, StoreError

_LOOK_SECONDS = 20.0
_LEASE_SECONDS = 60.0
_WORKING_SECONDS = 3600.0
_QUIET = time(3, tzinfo=ZoneInfo("Asia/Tokyo"))
# A town's council hears a few messages a minute; so many are a broadcast, a festival or an attack.
_MANY_MESSAGES = 300
_MANY_NEWCOMERS = 60


@dataclass(frozen=True, slots=True)
class Duties:
    """How long things are kept, and where the backups are that expire after so many days."""

    keeping: Keeping
    backups: Path
    backup_days: int


class Upkeep:
    """``holder`` names this replica."""

    def __init__(
        self,
        store: Store,
        duties: Duties,
        holder: str,
        now: Callable[[], datetime],
        pulse: Pulse,
    ) -> None:
        self._store = store
        self._duties = duties
        self._holder = holder
        self._now = now
        self._pulse = pulse
        self._due = now()
        self._lease = Lease(store, "upkeep", holder, now, _LEASE_SECONDS)

    async def run(self) -> None:
        """Look after it until cancelled; whatever fails is tried again, and stops nobody."""
        try:
            while True:
                await self._try()
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            with suppress(StoreError):
                async with self._store.begin() as work:
                    await self._lease.release(work)

    async def _try(self) -> None:
        try:
            await self.look()
        except StoreError as error:
            self._pulse.trouble("upkeep", error)
        except Exception as error:  # noqa: BLE001
            kind, at = type(error).__name__, log.place_of(error)
            log.logger().error("upkeep failed", error=kind, at=at)

    async def look(self) -> None:
        """Do what is due. Raises StoreError."""
        if not await self._lease.held():
            return
        async with self._store.begin() as work:
            rush = await work.bursts.rush(self._now())
            await work.retention.forget_bursts(self._now())
        self._pulse.rush(rush.messages, rush.chats, rush.newcomers, too_many=suspicious(rush))
        if self._now() >= self._due and await self._hold_forgetting(_WORKING_SECONDS):
            # Where that fails, not every few seconds again.
            self._due = self._now() + timedelta(seconds=_WORKING_SECONDS)
            await self._forget()

    async def _forget(self) -> None:
        duties = self._duties
        gone = await self._store.forget(duties.keeping, self._now())
        expired = await asyncio.to_thread(expire, duties.backups, duties.backup_days, self._now())
        # Only now is it done for the day: had we died before, another would try within the hour.
        self._due = _next_quiet(self._now())
        await self._hold_forgetting((self._due - self._now()).total_seconds())
        log.logger().info("forgotten", rows=gone, backups=expired)

    async def _hold_forgetting(self, seconds: float) -> bool:
        async with self._store.begin() as work:
            held = await work.leases.hold("forgetting", self._holder, self._now(), seconds)
            return held is not None


def suspicious(rush: Rush) -> bool:
    """Whether so much at once is more than residents in need."""
    return rush.messages >= _MANY_MESSAGES or rush.newcomers >= _MANY_NEWCOMERS


def _next_quiet(now: datetime) -> datetime:
    local = now.astimezone(_QUIET.tzinfo)
    today = datetime.combine(local.date(), _QUIET)
    return today if local < today else today + timedelta(days=1)
