"""What a session remembers besides where the resident lives, as one JSON value: never words."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.model import Session, Topic


def written(session: Session) -> dict[str, Any] | None:
    """None where there is nothing to remember."""
    memory = {
        "topic": asdict(session.topic) if session.topic else None,
        "danger": list(session.danger),
        "lines": list(session.lines),
        "to_staff": session.to_staff,
        "told": session.told,
        "chosen": session.chosen,
        "writes": session.writes,
        "elsewhere": session.elsewhere,
    }
    return memory if any(memory.values()) else None


def read(session: Session, memory: Mapping[str, Any] | None) -> Session:
    """The session with what was written."""
    if not memory:
        return session
    topic = memory["topic"]
    return replace(
        session,
        topic=Topic(**{**topic, "entries": tuple(topic["entries"])}) if topic else None,
        danger=tuple(memory["danger"]),
        to_staff=memory["to_staff"],
        told=memory["told"],
        # Not in what was written by earlier versions.
        lines=tuple(memory.get("lines", ())),
        chosen=memory.get("chosen", False),
        writes=memory.get("writes", False),
        elsewhere=memory.get("elsewhere", ""),
    )
