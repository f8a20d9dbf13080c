"""Bad days: failures a test asks for, and Telegram's flood limits."""

import math
from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from .errors import ApiError, too_many_requests

Reset = Literal["before", "after"]


@dataclass
class Fault:
    """How the next calls of a method go wrong."""

    method: str
    times: int
    status: int | None
    retry_after: int | None
    reset: Reset | None
    latency: float
    description: str | None

    @property
    def error(self) -> ApiError | None:
        """What the call is answered with instead of being done."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        if self.status is not None:
            return ApiError(self.status, self.description or HTTPStatus(self.status).phrase)
        return None


class Faults:
    """The failures still to come."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Have calls fail from now on."""
        self._queue.append(fault)

    def take(self, method: str) -> Fault | None:
        """Return how this call has to fail, if it has to."""
        for fault in self._queue:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self._queue.remove(fault)
                return fault
        return None


@dataclass
class _Bucket:
    per_second: float
    burst: int
    level: float = 0.0
    at: float = 0.0

    def delay(self, now: float) -> float:
        """Return for how long no further message fits in."""
        self.level = max(0.0, self.level - (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (self.level + 1 - self.burst) / self.per_second)


class FloodLimits:
    """One message a second in a chat, 20 a minute in a group, 30 a second in all.

    Bursts of 3, 20 and 30 messages pass, as Telegram forgives them.
    """

    def __init__(self) -> None:
        self._all = _Bucket(30, burst=30)
        self._chats: dict[int, _Bucket] = defaultdict(lambda: _Bucket(1, burst=3))
        self._groups: dict[int, _Bucket] = defaultdict(lambda: _Bucket(20 / 60, burst=20))

    def check(self, chat_id: int, now: float) -> None:
        """Refuse a message that comes too early, count it otherwise."""
        buckets = [self._all, self._chats[chat_id]]
        if chat_id < 0:
            buckets.append(self._groups[chat_id])
        delay = max(bucket.delay(now) for bucket in buckets)
        if delay > 0:
            raise too_many_requests(math.ceil(delay))
        for bucket in buckets:
            bucket.level += 1
