"""Structured logs that cannot carry a resident's words.

Only values that say nothing of a person may be logged: numbers, booleans, and text under the keys
listed here. Anything else is replaced, exceptions by their type and place.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_PLAIN = frozenset(
    "event level timestamp logger council outcome office channel kind method error at state"
    " version".split()
)
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


def set_up(level: str) -> None:
    """Send our logs, and the warnings of libraries, to standard error as JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _no_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LibraryFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def logger() -> Any:
    return structlog.get_logger()


def place_of(error: BaseException) -> str:
    """Where an exception arose: file:line of its innermost frame, and nothing of its values."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 2)[-1]}:{frames[-1].lineno}" if frames else "?"


def _no_words(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, bool | int | float) or value is None:
            continue
        event[key] = (
            _TOKEN.sub("<token>", value) if key in _PLAIN and isinstance(value, str) else "…"
        )
    return event


class _LibraryFormatter(logging.Formatter):
    """A library's warning without its arguments, which may quote a message."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        return f"{record.levelname} {record.name}:{record.lineno} {kind}".rstrip()
