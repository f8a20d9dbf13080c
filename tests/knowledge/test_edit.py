"""A change in a file touches what it is to touch, and not a letter more."""

import difflib
from pathlib import Path
from typing import Any

import pytest
import small
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.edit import (
    EditError,
    add_office,
    add_part,
    add_to_list,
    load_text,
    remove,
    set_value,
)
from bot.knowledge.reader import parse
from bot.knowledge.writing import item, rendered

FILE = """# はじめのメモ
- id: a
  name: "一つ目"   # 名前のメモ
  questions:
    - い
    # 間のメモ
    - "ろ"

  source: {document: x, at: "1 2"}
  note: |
    長い
    文
# 二つ目
- {id: b, name: 二つ目, questions: [は]}
"""


def data(text: str) -> Any:
    return parse(Path(), text).data


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_a_value_is_replaced_with_its_quotes_and_its_comment() -> None:
    after = set_value(FILE, (0, "name"), "新: しい")
    assert changes(FILE, after) == [
        '-   name: "一つ目"   # 名前のメモ',
        '+   name: "新: しい"   # 名前のメモ',
    ]


def test_a_value_is_replaced_in_brackets() -> None:
    after = set_value(FILE, (1, "name"), "二, 三")
    assert data(after)[1]["name"] == "二, 三"
    assert len(changes(FILE, after)) == 2


def test_a_block_of_text_is_replaced() -> None:
    after = set_value(FILE, (0, "note"), "短い")
    assert set(changes(FILE, after)) == {
        *("-   note: |", "-     長い", "-     文"),
        "+   note: 短い",
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((0, "verified"), "+   verified: 2026-11-26"),
        (
            (1, "verified"),
            "+ - {id: b, name: 二つ目, questions: [は], verified: 2026-11-26}",
        ),
    ],
)
def test_a_key_is_added_at_the_end_of_its_mapping(place: tuple[int, str], line: str) -> None:
    after = set_value(FILE, place, "2026-11-26")
    assert [c for c in changes(FILE, after) if c.startswith("+")] == [line]


def test_an_utterance_is_added_to_a_list_of_lines_and_to_one_in_brackets() -> None:
    after = add_to_list(FILE, (0, "questions"), "家賃が: 払えない")
    assert changes(FILE, after) == ['+     - "家賃が: 払えない"']
    assert data(after)[0]["questions"] == ["い", "ろ", "家賃が: 払えない"]
    after = add_to_list(FILE, (1, "questions"), "に")
    assert data(after)[1]["questions"] == ["は", "に"]
    after = add_to_list(FILE, (1, "also"), "に")
    assert data(after)[1]["also"] == ["に"]


def test_a_part_is_added_at_the_end() -> None:
    part = {"id": "c", "name": "三つ目", "questions": ["ほ", "へ: "], "easy": ""}
    after = add_part(FILE, part)
    assert after.startswith(FILE)
    assert data(after)[2] == {"id": "c", "name": "三つ目", "questions": ["ほ", "へ: "]}
    assert data(add_part("", part)) == [data(after)[2]]


def test_windows_line_ends_and_a_byte_order_mark_are_kept() -> None:
    before = "\ufeff" + FILE.replace("\n", "\r\n")
    for after in (
        set_value(before, (0, "id"), "z"),
        set_value(before, (0, "new"), "z"),
        add_to_list(before, (0, "questions"), "z"),
        add_part(before, {"id": "z"}),
    ):
        assert after.startswith("\ufeff#")
        assert "\n" not in after.replace("\r\n", "")


def test_a_file_without_a_last_line_end() -> None:
    assert data(set_value("- id: a", (0, "name"), "b")) == [{"id": "a", "name": "b"}]
    assert data(add_part("- id: a", {"id": "b"})) == [{"id": "a"}, {"id": "b"}]


@pytest.mark.parametrize("place", [(7, "name"), (0, "name", "deeper")])
def test_what_cannot_be_changed_is_refused(place: tuple[int | str, ...]) -> None:
    with pytest.raises(EditError):
        set_value(FILE, place, "x")


def test_a_list_is_written_anew() -> None:
    after = set_value(FILE, (0, "questions"), ["へ", "と"])
    assert data(after)[0]["questions"] == ["へ", "と"]
    assert data(set_value(FILE, (0, "source"), {"document": "y"}))[0]["source"] == {"document": "y"}
    assert data(set_value(FILE, (1, "questions"), ["へ", "と"]))[1]["questions"] == ["へ", "と"]


def test_a_key_is_taken_away() -> None:
    assert changes(FILE, remove(FILE, (0, "source"))) == ['-   source: {document: x, at: "1 2"}']
    for key in ("id", "name", "questions", "source", "note"):
        assert key not in data(remove(FILE, (0, key)))[0]
    for key in ("id", "name", "questions"):
        assert key not in data(remove(FILE, (1, key)))[1]
    assert remove(FILE, (0, "never")) == FILE


def test_a_list_is_not_added_to_where_a_text_stands() -> None:
    with pytest.raises(EditError):
        add_to_list(FILE, (0, "name"), "x")
    with pytest.raises(EditError):
        add_part("a: b\n", {"id": "x"})


def test_an_office_is_added_to_the_real_files() -> None:
    for file in sorted(small.KNOWLEDGE.glob("*/council.yaml")):
        before = load_text(file)
        office = {"id": "a/b", "name": "窓口", "areas": ["東", "西"]}
        after = add_office(before, office)
        assert data(after)["offices"][-1] == office
        assert all(line.startswith("+") for line in changes(before, after))


def test_every_value_of_the_real_files_can_be_changed() -> None:
    file = small.KNOWLEDGE / "ichinoseki/council.yaml"
    before = load_text(file)
    for index, office in enumerate(data(before)["offices"]):
        for key, value in office.items():
            if isinstance(value, str):
                after = set_value(before, ("offices", index, key), value + "x")
                assert len(changes(before, after)) <= 2, key
        after = set_value(before, ("offices", index, "verified_by"), "山田")
        assert len(changes(before, after)) == 1


TEXTS = st.text(min_size=1).filter(lambda text: text.isprintable() and "\ufeff" not in text)


@settings(deadline=None)
@given(value=TEXTS)
def test_any_printable_text_is_kept_as_it_is(value: str) -> None:
    assert data(set_value(FILE, (0, "name"), value))[0]["name"] == value
    assert data(set_value(FILE, (1, "id"), value))[1]["id"] == value
    assert data(set_value(FILE, (1, "new"), value))[1]["new"] == value
    assert data(add_to_list(FILE, (0, "questions"), value))[0]["questions"][-1] == value
    assert data(add_to_list(FILE, (1, "questions"), value))[1]["questions"][-1] == value


PARTS = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(TEXTS, min_size=1)
        | st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), inner, min_size=1)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(part=st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), PARTS, min_size=1))
def test_what_is_rendered_is_read_back(part: dict[str, Any]) -> None:
    assert data(rendered(part)) == part
    assert data(item(part)) == [part]
