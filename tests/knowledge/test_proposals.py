"""Wordings proposed from tickets: kept as typed, once each, and checked before they are moved."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.load import read_folder
from bot.knowledge.proposals import check_proposals, propose
from bot.knowledge.reader import Problem, read

DAY = "2026-11-22"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deeper" / "proposals.yaml"


def told(file: Path, small_folder: Path) -> list[Problem]:
    return list(check_proposals(file, read_folder(small_folder)))


def test_a_proposal_is_kept_with_what_staff_need_to_judge_it(
    file: Path, small_folder: Path
) -> None:
    assert propose(file, "money-now", "今月あと三百円", "konosu", 7, DAY)
    assert file.read_text(encoding="utf-8").startswith("# 職員が")
    assert read(file).data == [
        {
            "need": "money-now",
            "question": "今月あと三百円",
            "council": "konosu",
            "ticket": "7",
            "proposed": DAY,
        }
    ]
    assert told(file, small_folder) == []


def test_the_same_proposal_is_kept_once(file: Path) -> None:
    assert propose(file, "money-now", "今月あと三百円", "konosu", 7, DAY)
    assert not propose(file, "money-now", "今月あと三百円", "honjo", 8, DAY)
    assert propose(file, "food-help", "今月あと三百円", "konosu", 7, DAY)
    assert propose(file, "money-now", "今月あと二百円", "konosu", 9, DAY)
    assert len(read(file).data) == 3


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_was_typed_is_read_back(file: Path, question: str) -> None:
    file.unlink(missing_ok=True)
    assert propose(file, "money-now", question, "konosu", 1, DAY)
    assert propose(file, "money-now", question + "？", "konosu", 2, DAY)
    assert [item["question"] for item in read(file).data] == [question, question + "？"]
    assert not propose(file, "money-now", question, "konosu", 3, DAY)


def test_half_a_character_does_no_harm(file: Path) -> None:
    assert propose(file, "money-now", "あ\ud83dい", "konosu", 1, DAY)
    assert read(file).data[0]["question"] == "あ?い"


@pytest.mark.parametrize(
    "before",
    [
        "- need: money-now\n  question: 手で書いた",
        "# 覚え書きだけ",
        "",
        "- need: a\n\tquestion: b\n",
    ],
)
def test_a_file_that_was_edited_by_hand_keeps_its_lines(file: Path, before: str) -> None:
    file.parent.mkdir()
    file.write_text(before, encoding="utf-8")
    assert propose(file, "money-now", "今月あと三百円", "konosu", 7, DAY)
    lines = file.read_text(encoding="utf-8").split("\n")
    assert set(before.split("\n")) <= set(lines)
    assert "- need: money-now" in lines


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("need: a\n", 1, "「- need: …」で始まる一覧"),
        ("- ただの文\n", 1, "ただの文"),
        ("- need: money-now\n  question: あ\n", 1, "council"),
        (
            "# \n- need: Money\n  question: あ\n  council: a\n  ticket: 1\n  proposed: 2026\n",
            2,
            "need",
        ),
        ("- need: a\n\tquestion: b\n", 2, "YAML として読めません"),
    ],
)
def test_what_cannot_be_moved_is_told_by_its_line(
    file: Path, small_folder: Path, content: str, line: int, message: str
) -> None:
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    first = told(file, small_folder)[0]
    assert (first.file, first.line, first.serious) == (file, line, True)
    assert message in first.message


def test_a_need_that_is_not_there_is_told(file: Path, small_folder: Path) -> None:
    propose(file, "money-now", "今月あと三百円", "konosu", 1, DAY)
    propose(file, "nowhere", "どこへ", "konosu", 2, DAY)
    [problem] = told(file, small_folder)
    assert (problem.line, problem.serious) == (7, True)
    assert "「nowhere」は見つかりません" in problem.message


def test_what_the_knowledge_says_already_may_go(file: Path, small_folder: Path) -> None:
    propose(file, "money-now", "生活費　相談", "konosu", 1, DAY)
    [problem] = told(file, small_folder)
    assert (problem.line, problem.serious) == (3, False)
    assert "もう money-now にあります" in problem.message


def test_a_missing_file_is_told_and_an_empty_one_is_fine(file: Path, small_folder: Path) -> None:
    assert "ファイルがありません" in told(file, small_folder)[0].message
    file.parent.mkdir()
    file.touch()
    assert told(file, small_folder) == []
