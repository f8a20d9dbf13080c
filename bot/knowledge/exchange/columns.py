"""A part (an office, an entry) as the cells of a row, and back. Pure.

A list stands in one cell, a line for each item; so do pairs (``項目｜値``), such as what is doubtful, and
records（``資料｜場所``）. A line end or ｜ within an item has a backslash before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.knowledge.reader import Place

_BETWEEN = "｜"
_MARKED = str.maketrans({"\\": "\\\\", "\n": "\\n", _BETWEEN: f"\\{_BETWEEN}"})
_PIECE = re.compile(rf"\\(?P<marked>[\\n{_BETWEEN}])|(?P<between>{_BETWEEN})|(?P<plain>.)")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, where its value stands in the part, and how more than one text is written.

    ``also`` are other headings under which tables of others bring the same; ``keys`` are those of
    each record.
    """

    label: str
    place: Place
    form: Literal["text", "list", "pairs", "records"] = "text"
    also: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def cells(part: Mapping[str, Any], columns: Iterable[Column]) -> dict[str, str]:
    """The filled cells of a part."""
    row = {}
    for column in columns:
        value: Any = part
        for step in column.place:
            value = value.get(step, {}) if isinstance(value, Mapping) else {}
        match column.form:
            case "text":
                row[column.label] = value if isinstance(value, str) else ""
            case "list":
                row[column.label] = _lines([one] for one in value)
            case "pairs":
                row[column.label] = _lines(value.items())
            case "records":
                row[column.label] = _lines([one.get(k, "") for k in column.keys] for one in value)
    return row


def values(row: Mapping[str, str], columns: Sequence[Column]) -> dict[str, Any]:
    """The part that a row describes; a column that the table lacks says nothing."""
    part: dict[str, Any] = {}
    for column in columns:
        label = next((name for name in (column.label, *column.also) if name in row), None)
        if label is None:
            continue
        *outside, last = column.place
        here = part
        for step in outside:
            here = here.setdefault(str(step), {})
        here[str(last)] = _value(row[label], column)
    return part


def _value(cell: str, column: Column) -> Any:
    text = cell.replace("\r\n", "\n").strip()
    match column.form:
        case "text":
            return text
        case "list":
            return [_BETWEEN.join(pieces) for pieces in _pieces(text)]
        case "pairs":
            return {name: _BETWEEN.join(rest) for name, *rest in _pieces(text)}
        case "records":
            found = (zip(column.keys, pieces, strict=False) for pieces in _pieces(text))
            return [{key: piece for key, piece in record if piece} for record in found]


def _lines(items: Iterable[Iterable[str]]) -> str:
    return "\n".join(_BETWEEN.join(one.translate(_MARKED) for one in item) for item in items)


def _pieces(text: str) -> Iterator[list[str]]:
    """The pieces of each line that says something."""
    for line in filter(None, map(str.strip, text.split("\n"))):
        pieces = [""]
        for found in _PIECE.finditer(line):
            if found["between"]:
                pieces.append("")
            else:
                pieces[-1] += "\n" if found["marked"] == "n" else found["marked"] or found["plain"]
        yield [piece.strip() for piece in pieces]
