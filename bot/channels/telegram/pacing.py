"""How fast Telegram lets a bot write: in all, to a chat, and to a group. Pure; times are seconds.

A chat that has to wait holds up no other: each is asked about by itself.
"""

from dataclasses import dataclass

_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second in the long run, and so many at once after a quiet time."""

    per_second: float
    burst: int = 1


# Telegram asks for one a second in a chat and 20 a minute in a group.
CHAT = Rate(1.0)
GROUP = Rate(15 / 60, burst=5)
UNLIMITED = Rate(float("inf"))


class Pace:
    """Counts what was sent. It begins as if much had just been sent: it may follow a crash."""

    def __init__(self, overall: Rate, chat: Rate, group: Rate, now: float) -> None:
        self._overall = overall
        self._chat = chat
        self._group = group
        self._next: dict[str, float] = {"": now + (overall.burst - 1) / overall.per_second}

    def wait(self, chat: str, now: float) -> float:
        """For how long nothing may be sent to a chat; 0 where it may now."""
        return max(0.0, *(at - now for at in self._free(chat)))

    def sent(self, chat: str, now: float) -> None:
        """Something is sent to a chat now."""
        for name, rate in self._rates(chat):
            self._next[name] = max(self._next.get(name, now), now) + 1 / rate.per_second
        if len(self._next) > _REMEMBERED:
            self._next = {name: at for name, at in self._next.items() if at > now or not name}

    def _free(self, chat: str) -> list[float]:
        return [
            self._next.get(name, 0.0) - (rate.burst - 1) / rate.per_second
            for name, rate in self._rates(chat)
        ]

    def _rates(self, chat: str) -> list[tuple[str, Rate]]:
        rates = [("", self._overall), (chat, self._chat)]
        return [*rates, (f"group {chat}", self._group)] if chat.startswith("-") else rates
