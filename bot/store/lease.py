"""One replica's side of a lease: kept while it is needed, taken over when its holder has died."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.store.store import Store, Work


class Lease:
    """``seconds``: how long it lasts unless prolonged, and so how long a dead holder is waited for."""

    def __init__(
        self,
        store: Store,
        name: str,
        holder: str,
        now: Callable[[], datetime],
        seconds: float = 5.0,
    ) -> None:
        self._store = store
        self._name = name
        self._holder = holder
        self._now = now
        self._seconds = seconds
        self._until: datetime | None = None
        self.fresh = False
        self.inherited = False

    @property
    def pause(self) -> float:
        """Seconds after which one who does not hold it should try again."""
        return self._seconds / 5

    @property
    def last_ours(self) -> bool:
        """Whether it was ours when the database was last asked."""
        return self._until is not None

    async def held(self) -> bool:
        """Whether it is ours, after trying to take or prolong it. Raises StoreError.

        ``fresh`` then says whether another may have held it since we last asked, ``inherited``
        whether that one never let it go.
        """
        now = self._now()
        ours = self._until is not None and now < self._until
        if self._until is not None and now < self._until - timedelta(seconds=self._seconds / 2):
            self.fresh = False
            return True
        async with self._store.begin() as work:
            if not await self.renewed(work):
                return False
        self.fresh = not ours
        return True

    async def renewed(self, work: Work) -> bool:
        """Take or prolong it in a transaction; False where another holds it."""
        now = self._now()
        held = await work.leases.hold(self._name, self._holder, now, self._seconds)
        if held:
            if self._until is None or self._until <= now:
                self.inherited = held == "kept"
            self._until = now + timedelta(seconds=self._seconds)
            return True
        self._until = None
        return False

    async def release(self, work: Work) -> None:
        """Let another have it at once."""
        self._until = None
        await work.leases.release(self._name, self._holder)
