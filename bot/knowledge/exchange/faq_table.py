"""The rows of a FAQ as offices keep it（CSV, Excel, JSON Lines）: those that can be used, and why not."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.exchange.tables import Row, read_table
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.schema.forms import FAQ_ID

_COLUMNS = {
    "番号": "id",
    "質問": "question",
    "回答": "answer",
    "答え": "answer",
    "窓口": "office",
    "担当課": "office",
    "言い方": "questions",
}
_NEEDED = ("id", "question", "answer")
_ID = re.compile(FAQ_ID)
_LONGEST_ID = 40
_LONGEST = {"question": 300, "answer": 20_000, "office": 100}
_BROKEN_CELL = re.compile(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL)[!?]?")
_BETWEEN_WORDINGS = re.compile(r"[\n|｜]")
_UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Co")
# Ends a line, and holds the parts of an emoji together.
_KEPT = "\n\u200d"


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that can be used. ``office`` is as it stands in the table, or empty."""

    number: int
    id: str
    question: str
    answer: str
    office: str
    wordings: tuple[str, ...]


def asked(file: Path, council: str) -> tuple[list[Asked], list[Problem]]:
    """The rows for the FAQ of a council, and what is wrong with the others by row.

    Raises KnowledgeError where the file is no such table at all.
    """
    good: list[Asked] = []
    problems: list[Problem] = []
    met: dict[str, int] = {}
    for number, found in _rows(file):
        if isinstance(found, str):
            problems.append(Problem(file, number, found))
            continue
        cells = {_COLUMNS.get(name, name): _clean(text) for name, text in found.items()}
        id_ = unicodedata.normalize("NFKC", cells.get("id", ""))
        if wrong := _wrong(council, id_, cells, met):
            problems.append(Problem(file, number, wrong))
            continue
        met[id_] = number
        wordings = (
            " ".join(w.split()) for w in _BETWEEN_WORDINGS.split(cells.get("questions", ""))
        )
        good.append(
            Asked(
                number,
                f"{council}/{id_}",
                " ".join(cells["question"].split()),
                cells["answer"],
                " ".join(cells.get("office", "").split()),
                tuple(dict.fromkeys(filter(None, wordings))),
            )
        )
    return good, problems


def _wrong(council: str, id_: str, cells: Mapping[str, str], met: Mapping[str, int]) -> str:
    """Why a row cannot be used, in one sentence; empty where it can."""
    longest = _LONGEST_ID - len(council) - 1
    if not id_:
        return "id が空です"
    if not _ID.fullmatch(f"{council}/{id_}"):
        return f"id「{id_}」は使えません。英数字で始め、英数字と - _ . だけで書いてください"
    if len(id_) > longest:
        return f"id「{id_}」が長すぎます。{longest}字までにしてください"
    if id_ in met:
        return f"id「{id_}」は {met[id_]}行目にもあります"
    for name in ("question", "answer"):
        if not cells.get(name):
            return f"{name} が空です"
    for name, most in _LONGEST.items():
        text = cells.get(name, "")
        if _BROKEN_CELL.fullmatch(text):
            return f"{name} が「{text}」です。表計算ソフトで式を直してください"
        if len(text) > most:
            return f"{name} が長すぎます（{len(text)}字）。{most}字までにしてください"
    return ""


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    """The number and the cells of each row, or why it cannot be read."""
    match file.suffix.lower():
        case ".jsonl":
            yield from _lines(file)
        case ".csv" | ".xlsx":
            rows = read_table(file)
            _checked(file, rows)
            for row in rows:
                yield row.number, {name.lower(): cell for name, cell in row.cells.items()}
        case _:
            raise KnowledgeError([Problem(file, 1, "読めるのは .csv、.xlsx、.jsonl です")])


def _checked(file: Path, rows: list[Row]) -> None:
    """Raises KnowledgeError where a column is lacking that every row needs."""
    if not rows:
        return
    columns = {_COLUMNS.get(name.lower(), name.lower()) for row in rows for name in row.cells}
    lacking = [name for name in _NEEDED if name not in columns]
    if lacking:
        message = (
            f"「{'、'.join(lacking)}」の列がありません。"
            "一行目に id, question, answer と書いてください"
        )
        raise KnowledgeError([Problem(file, 1, message)])


def _lines(file: Path) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnowledgeError([Problem(file, 1, f"読めません（{error.strerror}）")]) from None
    except UnicodeDecodeError:
        raise KnowledgeError([Problem(file, 1, "UTF-8 で保存しなおしてください")]) from None
    # Only these end a line: a text may hold other characters that Python takes for line ends.
    for number, line in enumerate(re.split(r"\r?\n", text), 1):
        if line.strip():
            yield number, _object(line)


def _object(line: str) -> Mapping[str, str] | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "JSON として読めません"
    if not isinstance(found, dict):
        return '{"id": …, "question": …, "answer": …} の形で書いてください'
    values = {name.lower(): _text(value) for name, value in found.items()}
    odd = [name for name, value in values.items() if value is None]
    if odd:
        return f"{odd[0]} は文字か数字で書いてください"
    return {name: value for name, value in values.items() if value is not None}


def _text(value: Any) -> str | None:
    """A value as a cell; the items of a list stand on lines of their own. None where it is neither."""
    if value is None:
        return ""
    if isinstance(value, list):
        items = [_text(item) for item in value if not isinstance(item, list)]
        whole = len(items) == len(value)
        return "\n".join(item for item in items if item) if whole and None not in items else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _clean(text: str) -> str:
    """A cell without the characters that nobody sees and YAML does not take."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = (c for c in lines if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
    return "".join(seen).strip().strip("\u200d")
