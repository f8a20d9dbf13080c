"""Plain values as YAML in the manner of the knowledge files, and files replaced whole."""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

# What YAML takes as it stands, inside brackets too; all else is put between quotes.
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<\\][^\s:,\[\]{}#'\"\\]*")
_SHORT = 90


def scalar(text: str, *, quoted: bool = False) -> str:
    """A text as YAML on one line, whatever is in it."""
    if not quoted and _PLAIN.fullmatch(text) and text.isprintable() and text.lower() != "null":
        return text
    written = text.encode("utf-8", "replace").decode()
    return str(
        yaml.safe_dump(written, allow_unicode=True, default_style='"', width=sys.maxsize)
    ).strip()


def rendered(part: Mapping[str, Any]) -> str:
    """A mapping of texts, lists and mappings as YAML lines; what is empty is left out."""
    return "".join(f"{line}\n" for line in _mapping(part))


def listed(parts: Iterable[Mapping[str, Any]]) -> str:
    """Mappings as a YAML list, a blank line between them."""
    return "\n".join(item(part) for part in parts)


def item(part: Mapping[str, Any]) -> str:
    """A mapping as one item of a YAML list."""
    lines = list(_mapping(part))
    return "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _mapping(part: Mapping[str, Any]) -> Iterator[str]:
    for key, value in part.items():
        if value in (None, "", (), [], {}):
            continue
        if isinstance(value, str):
            yield f"{key}: {scalar(value)}"
        elif (short := _flow(value)) is not None and len(key) + len(short) < _SHORT:
            yield f"{key}: {short}"
        elif isinstance(value, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        else:
            yield f"{key}:"
            for one in value:
                text = item(one) if isinstance(one, Mapping) else f"- {scalar(one)}\n"
                yield from (f"  {line}" for line in text.splitlines())


def _flow(value: Any) -> str | None:
    """A list or mapping of texts on one line; None where it holds more than texts."""
    inside = value.values() if isinstance(value, Mapping) else value
    return in_brackets(value) if all(isinstance(one, str) for one in inside) else None


def in_brackets(value: Any) -> str:
    """Any value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        pairs = {key: one for key, one in value.items() if one not in (None, "")}
        return "{" + ", ".join(f"{key}: {in_brackets(one)}" for key, one in pairs.items()) + "}"
    return "[" + ", ".join(map(in_brackets, value)) + "]"


def replace_file(file: Path, content: str) -> None:
    """Put a file in its place whole: who reads meanwhile sees the old one or the new one."""
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode())
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)
