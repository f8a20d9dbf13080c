"""How the service is doing, in figures: what /healthz and Prometheus are told. No words, no people."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot import log

_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60, 300)
_TROUBLE_SECONDS = 15.0
_FLOOD_SECONDS = 600.0


class Pulse:
    """Counts what happens in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._received = self._counter("madoguchi_updates_received", "Updates taken in")
        self._handled = self._counter("madoguchi_updates_handled", "Updates worked on", "end")
        self._attempts = self._counter("madoguchi_sends", "Attempts to send a message", "end")
        self._direct = self._counter(
            "madoguchi_answers_without_store", "Updates answered while the database was in trouble"
        )
        self._troubles = self._counter("madoguchi_store_troubles", "Failures of the database", "at")
        self._sent = Histogram(
            "madoguchi_reply_seconds",
            "From the decision on a message until it is sent",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.waiting = Gauge("madoguchi_waiting", "Rows that wait", ["box"], registry=self.registry)
        self.age = Gauge(
            "madoguchi_age_seconds",
            "Age of the oldest that waits, and of the last poll",
            ["of"],
            registry=self.registry,
        )
        self._rush = Gauge(
            "madoguchi_last_minute",
            "What came in within the last minute",
            ["of"],
            registry=self.registry,
        )
        self._floods = self._counter("madoguchi_floods", "Suspicious floods of messages")
        self._turned_away = self._counter(
            "madoguchi_turned_away", "Messages of chats that write too much within a minute"
        )
        self._polled: float | None = None
        self._troubled = float("-inf")
        self._told: dict[str, float] = {}

    def polled(self) -> None:
        """Telegram has answered a poll."""
        self._polled = time.monotonic()

    @property
    def polling_age(self) -> float | None:
        """Seconds since Telegram answered a poll; None where this replica does not poll."""
        return None if self._polled is None else time.monotonic() - self._polled

    @property
    def troubled(self) -> bool:
        """Whether the database has failed a moment ago."""
        return time.monotonic() - self._troubled < _TROUBLE_SECONDS

    def rests(self) -> None:
        """This replica does not poll, another does."""
        self._polled = None

    def received(self, count: int) -> None:
        self._received.inc(count)

    def handled(self, end: str, count: int = 1) -> None:
        self._handled.labels(end).inc(count)

    def attempted(self, end: str, seconds: float) -> None:
        self._attempts.labels(end).inc()
        if end == "sent":
            self._sent.observe(seconds)

    def answered_without_store(self) -> None:
        self._direct.inc()

    def turned_away(self) -> None:
        self._turned_away.inc()

    def rush(self, messages: int, chats: int, newcomers: int, *, too_many: bool) -> None:
        """What came in within a minute; of a flood the operator is told, once in ten minutes."""
        for name, count in (("messages", messages), ("chats", chats), ("newcomers", newcomers)):
            self._rush.labels(name).set(count)
        if too_many and self._tells("flood", _FLOOD_SECONDS):
            self._floods.inc()
            log.logger().warning(
                "flood suspected", messages=messages, chats=chats, newcomers=newcomers
            )

    def trouble(self, at: str, error: Exception) -> None:
        """The database failed; the operator is told, though not many times a minute."""
        self._troubles.labels(at).inc()
        self._troubled = time.monotonic()
        if self._tells(at, _TROUBLE_SECONDS):
            log.logger().error("storage trouble", at=at, error=str(error))

    def _tells(self, what: str, seconds: float) -> bool:
        """Whether it is time to tell of it again."""
        now = time.monotonic()
        if now - self._told.get(what, -seconds) < seconds:
            return False
        self._told[what] = now
        return True

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)
