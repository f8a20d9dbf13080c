"""YAML text in, plain values and the line of each value out.

Every scalar is taken as text: plain YAML would turn ``0120`` into 80, ``9:00`` into 540 and ``no``
into False. Only an empty value or ``null`` is None. Keys that stand twice are an error.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import yaml

from bot.knowledge.slips import slip

T = TypeVar("T")
Place: TypeAlias = tuple[str | int, ...]

_TOO_DEEP = "入れ子が深すぎます。かっこと字下げを確かめてください"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one sentence: ``file:line: what was found, and what to write instead``."""

    file: Path
    line: int
    message: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used; ``problems`` says where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its values, and the line (from 1) on which each place in them stands."""

    file: Path
    data: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that was written."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, message: str, *, serious: bool = True) -> Problem:
        return Problem(self.file, self.line(place), message, serious)


@dataclass(slots=True)
class Loaded(Generic[T]):
    """Parts of one file with the document that tells their lines."""

    document: Document
    parts: list[tuple[Place, T]]


def read(file: Path) -> Document:
    """Parse one YAML file. Raises KnowledgeError where it is missing, not UTF-8 or not YAML."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KnowledgeError([Problem(file, 1, "ファイルがありません")]) from None
    except IsADirectoryError:
        raise KnowledgeError([Problem(file, 1, "ファイルではなくフォルダです")]) from None
    except OSError as error:
        raise KnowledgeError([Problem(file, 1, f"読めません（{error.strerror}）")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "文字コードが UTF-8 ではありません。UTF-8 で保存しなおしてください"
        raise KnowledgeError([Problem(file, line, message)]) from None
    return parse(file, text)


def parse(file: Path, text: str) -> Document:
    """Parse the text of a YAML file. Raises KnowledgeError where it is not YAML."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line, hint = slip(error, text)
        raise KnowledgeError([Problem(file, line, f"YAML として読めません。{hint}")]) from None
    except RecursionError:
        raise KnowledgeError([Problem(file, 1, _TOO_DEEP)]) from None
    except yaml.YAMLError as error:
        # A character YAML forbids has a position, counted in bytes, but no mark.
        position = getattr(error, "position", 0)
        line = text.encode()[:position].count(b"\n") + 1
        message = "YAML に使えない文字（制御文字など）があります。消してください"
        raise KnowledgeError([Problem(file, line, message)]) from None
    values = _Values(file)
    try:
        data = values.of(node, ())
    except RecursionError:
        raise KnowledgeError([Problem(file, 1, _TOO_DEEP)]) from None
    if values.problems:
        raise KnowledgeError(values.problems)
    return Document(file, data, values.lines)


class _Values:
    """Turns nodes into plain values, and notes the line of each and the problems met."""

    def __init__(self, file: Path) -> None:
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._file = file
        self._met: set[int] = set()

    def of(self, node: yaml.Node | None, place: Place) -> Any:
        if node is None:
            return None
        # Of an alias the line of its key is known, and its own is not.
        line = self.lines.setdefault(place, node.start_mark.line + 1)
        # An alias is the node it names once more; it may even name what it stands in.
        if id(node) in self._met:
            self._problem(line, "& と * で繰り返すことはできません。もう一度書いてください")
            return None
        self._met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.of(child, (*place, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(
                    line, "項目の名前が文字ではありません。「項目: 値」の形で書いてください"
                )
                continue
            key = str(key_node.value)
            if key in values:
                before = self.lines[(*place, key)]
                message = f"「{key}」が二度書かれています（一度目は {before} 行目）"
                self._problem(line, message + "。一つにしてください")
                continue
            self.lines[(*place, key)] = line
            values[key] = self.of(child, (*place, key))
        return values

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._file, line, message))
