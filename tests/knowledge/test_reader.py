"""What the reader makes of a file: text and lines, and each mistake by file and line."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.reader import Document, KnowledgeError, Problem, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yaml"


def written(file: Path, content: str | bytes) -> Document:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(file)


def mistake(file: Path, content: str | bytes) -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        written(file, content)
    [problem] = caught.value.problems
    assert str(caught.value) == str(problem)
    assert str(problem).startswith(f"{file}:{problem.line}: ")
    assert "\n" not in str(problem)
    return problem


@pytest.mark.parametrize(
    "scalar",
    "0120 9:00 no yes on off true 1_000 1e3 0x1F 2026-03 2026-03-31 .5 .inf =  <<".split(),
)
def test_every_scalar_stays_the_text_that_was_written(file: Path, scalar: str) -> None:
    assert written(file, f"value: {scalar}\n").data == {"value": scalar}
    assert written(file, f"- {scalar}\n- '{scalar}'\n").data == [scalar, scalar]


def test_keys_stay_text_too(file: Path) -> None:
    assert written(file, "0120: a\nno: b\n9:00: c\n").data == {"0120": "a", "no": "b", "9:00": "c"}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null"])
def test_nothing_written_is_none(file: Path, nothing: str) -> None:
    assert written(file, f"value: {nothing}\n").data == {"value": None}


def test_an_empty_quoted_text_is_text(file: Path) -> None:
    assert written(file, 'a: ""\nb: "null"\n').data == {"a": "", "b": "null"}


@pytest.mark.parametrize("content", ["", "\n\n", "# 何もない\n", "---\n", "\ufeff"])
def test_an_empty_file_holds_nothing(file: Path, content: str) -> None:
    document = written(file, content)
    assert document.data is None
    assert document.line(("a", 3)) <= 2


def test_every_value_has_its_line(file: Path) -> None:
    document = written(
        file,
        "# 一行目\n"
        "- id: a\n"
        "  names: [い, ろ,\n"
        "    は]\n"
        "\n"
        "- id: b\n"
        "  text: |\n"
        "    長い\n"
        "    文\n"
        "  last: x\n",
    )
    assert document.data[1] == {"id": "b", "text": "長い\n文\n", "last": "x"}
    assert document.line((0,)) == 2
    assert document.line((0, "names")) == 3
    assert document.line((0, "names", 1)) == 3
    assert document.line((0, "names", 2)) == 4
    assert document.line((1, "id")) == 6
    assert document.line((1, "last")) == 10
    assert document.line((1, "missing", 0, "deeper")) == 6
    assert document.line((7,)) == 2


def test_a_problem_tells_file_line_and_sentence(file: Path) -> None:
    problem = written(file, "a: 1\nb: 2\n").problem(("b",), "だめです", serious=False)
    assert str(problem) == f"{file}:2: だめです"
    assert not problem.serious


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_as_windows_saves_it_is_read(file: Path, start: bytes, end: str) -> None:
    document = written(file, start + f"id: a{end}name: 窓口{end}".encode())
    assert document.data == {"id": "a", "name": "窓口"}
    assert document.line(("name",)) == 2


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("- id: a\n\tname: b\n", 2),
        ("a: 1\nb:\n\t- c\n", 3),
        ("a: [1, 2\nb: 3\n", 1),
        ('a: "とじない\nb: 3\n', 1),
        ("a: b: c\n", 1),
        ("a: 1\n  b: 2\n", 2),
        ("- a\nb: 1\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: *nowhere\n", 1),
        ("a: @home\n", 1),
        ("a: 1\n}\n", 2),
    ],
)
def test_what_is_not_yaml_is_told_by_its_line(file: Path, content: str, line: int) -> None:
    problem = mistake(file, content)
    assert problem.line == line
    assert problem.message.startswith("YAML として読めません。")
    assert not re.search("[A-Za-z]{2}", problem.message.removeprefix("YAML"))


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("- id: a\n\tname: b\n", 2, "行の頭にタブ"),
        ("- id: a\n　name: b\n", 2, "全角の空白"),
        ("- id:　a\n  name: b\n", 1, "全角の空白"),
        ("- id: a\n  name：b\n  kind: c\n", 2, "「：」が全角"),
        ("- id: a\n  name b\n  kind: c\n", 2, "「:」がありません"),
        ('- id: "a\n  name: b\n', 1, "閉じていません"),
        ("- id: a\n  needs: [b, c\n  name: d\n", 2, "閉じていない"),
        ("- id: a\n  name: 電話: 048\n", 2, '" " で囲んで'),
        ("- id: a\n  name: @b\n", 2, '" " で囲んで'),
        ("- id: a\n name: b\n", 2, "字下げ"),
    ],
)
def test_a_common_slip_is_told_in_plain_words(
    file: Path, content: str, line: int, told: str
) -> None:
    problem = mistake(file, content)
    assert (problem.line, told in problem.message) == (line, True), problem.message


def test_a_key_that_stands_twice_is_told_with_both_lines(file: Path) -> None:
    problem = mistake(file, "id: a\nname: い\nother: 1\nname: ろ\n")
    assert problem.line == 4
    assert "「name」が二度" in problem.message
    assert "2 行目" in problem.message


def test_all_keys_that_stand_twice_are_told_at_once(file: Path) -> None:
    file.write_text("- {a: 1, a: 2}\n- x: 1\n  x: 2\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read(file)
    assert [problem.line for problem in caught.value.problems] == [1, 3]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"none\.yaml:1: ファイルがありません"):
        read(tmp_path / "none.yaml")


def test_a_folder_instead_of_a_file(file: Path) -> None:
    file.mkdir()
    with pytest.raises(KnowledgeError, match="ファイルではなくフォルダです"):
        read(file)


def test_a_file_in_the_place_of_a_folder(file: Path) -> None:
    file.touch()
    with pytest.raises(KnowledgeError, match="読めません"):
        read(file / "council.yaml")


@pytest.mark.parametrize("encoding", ["cp932", "euc-jp"])
def test_another_encoding_is_told_by_the_line_of_its_first_letter(
    file: Path, encoding: str
) -> None:
    problem = mistake(file, "id: a\n# ok\nname: 窓口\n".encode(encoding))
    assert problem.line == 3
    assert "UTF-8" in problem.message


def test_utf_16_is_another_encoding(file: Path) -> None:
    assert "UTF-8" in mistake(file, "id: a\n".encode("utf-16")).message


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_a_control_character_is_told_by_its_line(file: Path, character: str) -> None:
    problem = mistake(file, f"- 一行目は日本語です\n- 二行目も日本語です\n- 三{character}行目\n")
    assert problem.line == 3
    assert "使えない文字" in problem.message


@pytest.mark.parametrize("depth", [600, 2_000])
@pytest.mark.parametrize("closed", [True, False])
def test_what_is_nested_too_deep_is_a_mistake(file: Path, depth: int, closed: bool) -> None:
    problem = mistake(file, "[" * depth + "]" * depth * closed)
    assert "入れ子が深すぎます" in problem.message or "YAML として" in problem.message


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: &a い\nb: *a\n", 2),
        ("a: 1\nb: &b [*b]\n", 2),
        ("- &a い\n- ろ\n- *a\n", 1),
        ("x: &x\n  y: *x\n", 2),
    ],
)
def test_an_alias_is_a_mistake(file: Path, content: str, line: int) -> None:
    problem = mistake(file, content)
    assert problem.line == line
    assert "繰り返す" in problem.message


def test_aliases_of_aliases_do_not_grow(file: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read(file)
    assert len(caught.value.problems) == 29 * 10


@pytest.mark.parametrize("content", ["a: 1\n? [b, c]\n: 2\n", "a: 1\n? {b: c}\n: 2\n"])
def test_a_key_that_is_no_text_is_a_mistake(file: Path, content: str) -> None:
    assert mistake(file, content).line == 2


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    problems: list[Problem] = []
    try:
        read(file)
    except KnowledgeError as error:
        problems = error.problems or [Problem(file, 0, "an error without a problem")]
    for problem in problems:
        assert 1 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 2
