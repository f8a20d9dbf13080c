"""Small changes in a YAML file that leave everything else as it stands: comments, order, quotes.

Each takes the text of a file and gives the text after the change. The result is read again before
it is given back: a change either did exactly what it says, or raises EditError and nothing happened.
"""

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.reader import KnowledgeError, Place, parse
from bot.knowledge.writing import in_brackets, item, rendered, replace_file, scalar

_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BOM = "\ufeff"


class EditError(Exception):
    """The change cannot be made without touching something else; mend it by hand."""


def set_value(text: str, place: Place, value: Any) -> str:
    """Give ``place`` another value; the last step may be a key that is not there yet.

    A list or mapping is written anew as a whole where it differs.
    """
    data = parse(Path(), text).data
    expected = _with(data, place, value)
    file = _File(text)
    node = file.find(place)
    if node is None:
        changed = file.with_key(place, value)
    elif isinstance(node, yaml.ScalarNode) and isinstance(value, str):
        quoted = node.style == '"' and bool(node.value)
        changed = file.with_span(node, scalar(value, quoted=quoted))
    else:
        changed = file.with_key(place, value, file.without(place))
    return _checked(changed, expected)


def remove(text: str, place: Place) -> str:
    """Take a key and its value away."""
    data = parse(Path(), text).data
    *outside, key = place
    expected = copy.deepcopy(data)
    if not isinstance(_at(expected, tuple(outside)), dict):
        raise EditError("消す項目が見つかりません")
    _at(expected, tuple(outside)).pop(key, None)
    return _checked(_File(text).without(place), expected)


def add_to_list(text: str, place: Place, value: str) -> str:
    """Add a text to the list at ``place``, which is made where it is not there yet."""
    data = parse(Path(), text).data
    here = _at(data, place)
    if here is not None and not isinstance(here, list):
        raise EditError("ここには一覧がありません")
    expected = _with(data, place, [*(here or []), value])
    file = _File(text)
    node = file.find(place)
    if node is None:
        return _checked(file.with_key(place, [value]), expected)
    if not isinstance(node, yaml.SequenceNode):
        return _checked(file.with_span(node, f" [{scalar(value)}]"), expected)
    return _checked(file.with_item(node, scalar(value)), expected)


def add_part(text: str, part: Mapping[str, Any]) -> str:
    """Add a mapping (an entry, a need) at the end of a file that is a list of them."""
    data = parse(Path(), text).data or []
    if not isinstance(data, list):
        raise EditError("ファイルが「- id: …」の一覧ではありません")
    end = "" if not text or text.endswith("\n") else "\n"
    added = end + ("\n" if data else "") + item(part)
    if "\r\n" in text:
        added = added.replace("\n", "\r\n")
    return _checked(text + added, [*data, parse(Path(), rendered(part)).data])


def add_office(text: str, office: Mapping[str, Any]) -> str:
    """Add an office at the end of the offices of a council's file."""
    data = parse(Path(), text).data
    file = _File(text)
    node = file.find(("offices",))
    if not isinstance(node, yaml.SequenceNode) or not node.value or node.flow_style:
        raise EditError("offices が「- id: …」の一覧ではありません")
    kept = parse(Path(), rendered(office)).data
    expected = _with(data, ("offices",), [*data["offices"], kept])
    return _checked(file.with_item(node, rendered(office).rstrip("\n")), expected)


def save(file: Path, text: str) -> None:
    """Write a changed text to its file, whole."""
    replace_file(file, text)


def load_text(file: Path) -> str:
    """The text of a file as it stands, line ends and all."""
    return file.read_bytes().decode()


class _File:
    """A text with its YAML nodes and where each of them stands in it."""

    def __init__(self, text: str) -> None:
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(self._text))]
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._root = yaml.compose(self._text, Loader=yaml.CSafeLoader)

    def find(self, place: Place) -> yaml.Node | None:
        node = self._root
        for step in place:
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if k.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step] if step < len(node.value) else None
            else:
                return None
        return node

    def with_span(self, node: yaml.Node, written: str) -> str:
        """The text with another value in the place of a scalar."""
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        between = self._text[start:end]
        # A block of text ends where the next line begins.
        kept = self._end if between.endswith(("\n", "\r")) else ""
        return self._spliced(start, end, written + kept)

    def with_key(self, place: Place, value: Any, within: str | None = None) -> str:
        """The text (or ``within`` in its stead) with a new key at the end of a mapping."""
        if within is not None:
            return _File(within).with_key(place, value)
        *outside, key = place
        node = self.find(tuple(outside))
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise EditError("項目を足すところが見つかりません")
        if node.flow_style:
            at = self._offset(node.end_mark) - 1
            return self._spliced(at, at, f", {key}: {in_brackets(value)}")
        column = node.value[0][0].start_mark.column
        # What is empty is left out elsewhere; here it was asked for.
        lines = rendered({str(key): value}).splitlines() or [f"{key}: {in_brackets(value)}"]
        return self._with_line(node, self._end.join(" " * column + line for line in lines))

    def without(self, place: Place) -> str:
        """The text without a key and its value."""
        *outside, key = place
        mapping = self.find(tuple(outside))
        if not isinstance(mapping, yaml.MappingNode):
            raise EditError("消す項目が見つかりません")
        keys = [name.value for name, _ in mapping.value]
        if key not in keys:
            return self._bom + self._text
        number = keys.index(key)
        name, value = mapping.value[number]
        start, end = self._offset(name.start_mark), self._offset(self._last(value).end_mark)
        if mapping.flow_style:
            if number + 1 < len(keys):
                end = self._offset(mapping.value[number + 1][0].start_mark)
            elif number:
                start = self._offset(self._last(mapping.value[number - 1][1]).end_mark)
            return self._spliced(start, end, "")
        if number == 0:
            # The dash of a list item stands on the first key's line.
            if len(keys) == 1:
                raise EditError("ただ一つの項目は消せません")
            following = self._offset(mapping.value[1][0].start_mark)
            return self._spliced(start, following, "")
        line = self._starts[name.start_mark.line]
        if not self._text[:end].endswith(("\n", "\r")):
            found = _LINE_END.search(self._text, end)
            end = found.end() if found else len(self._text)
        return self._spliced(line, end, "")

    def with_item(self, node: yaml.SequenceNode, written: str) -> str:
        """The text with a new item, of one line or more, at the end of a list."""
        if node.flow_style:
            at = self._offset(node.end_mark) - 1
            return self._spliced(at, at, (", " if node.value else "") + written)
        # The dash stands before what the item's own mark shows.
        column = node.start_mark.column
        first, *rest = written.split("\n")
        lines = [" " * column + f"- {first}", *(" " * (column + 2) + line for line in rest)]
        return self._with_line(node, self._end.join(lines))

    def _with_line(self, node: yaml.Node, line: str) -> str:
        last = self._last(node)
        end = self._offset(last.end_mark)
        found = _LINE_END.search(self._text, end)
        if self._text[:end].endswith(("\n", "\r")):
            return self._spliced(end, end, line + self._end)
        if found is None:
            return self._spliced(len(self._text), len(self._text), self._end + line + self._end)
        return self._spliced(found.end(), found.end(), line + self._end)

    def _last(self, node: yaml.Node) -> yaml.Node:
        """The last scalar or bracketed value within: a block has no end mark of its own."""
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(node, yaml.MappingNode) else last
        return node

    def _spliced(self, start: int, end: int, written: str) -> str:
        return self._bom + self._text[:start] + written + self._text[end:]

    def _offset(self, mark: yaml.Mark) -> int:
        return self._starts[mark.line] + mark.column


def _at(data: Any, place: Place) -> Any:
    for step in place:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _with(data: Any, place: Place, value: Any) -> Any:
    changed = copy.deepcopy(data)
    *outside, last = place
    here = changed
    try:
        for step in outside:
            here = here[step]
        here[last] = value
    except (KeyError, IndexError, TypeError):
        raise EditError("項目を足すところが見つかりません") from None
    return changed


def _checked(text: str, expected: Any) -> str:
    try:
        found = parse(Path(), text).data
    except KnowledgeError:
        found = None
    if found != expected:
        raise EditError("ここは自動では直せません。手で直してください")
    return text
