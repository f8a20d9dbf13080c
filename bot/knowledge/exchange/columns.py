"""A part (an office, an entry) as the cells of a row, and back. Pure.

A list stands in one cell, a line for each item; so do pairs (``項目｜値``), such as what is doubtful.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.knowledge.reader import Place

_BETWEEN = "｜"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, where its value stands in the part, and how more than one text is written.

    ``also`` are other headings under which tables of others bring the same.
    """

    label: str
    place: Place
    form: Literal["text", "list", "pairs", "sources"] = "text"
    also: tuple[str, ...] = ()


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
                row[column.label] = "\n".join(value)
            case "pairs":
                row[column.label] = "\n".join(f"{k}{_BETWEEN}{v}" for k, v in value.items())
            case "sources":
                row[column.label] = "\n".join(
                    f"{one['document']}{_BETWEEN}{one.get('at', '')}" for one in value
                )
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
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    match column.form:
        case "text":
            return cell.strip()
        case "list":
            return lines
        case "pairs":
            return dict(_pair(line) for line in lines)
        case "sources":
            pairs = (_pair(line) for line in lines)
            return [{"document": d, **({"at": at} if at else {})} for d, at in pairs]


def _pair(line: str) -> tuple[str, str]:
    first, _, second = line.partition(_BETWEEN)
    return first.strip(), second.strip()
