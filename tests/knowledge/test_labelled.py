"""Labelled questions are read, or each mistake is told by file and line."""

from pathlib import Path

import pytest
import small

from bot.knowledge.labelled import Labelled, labelled
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError
from bot.settings import PROJECT


def written(folder: Path, content: str) -> Path:
    file = folder / "labels.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def test_questions_are_read_with_what_is_right(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "- q: あ\n  expect: [konosu/10]\n  council: konosu\n  office: konosu/shakyo\n  kind: a\n"
        "- q: い\n  expect: [crisis/life]\n  council: null\n  kind: b\n"
        "- q: う\n  expect: []\n  kind: c\n",
    )
    first, second, third = labelled(file)
    assert first == Labelled("あ", "konosu", ("konosu/10",), "konosu/shakyo", "a")
    assert [one.group for one in (first, second, third)] == ["answerable", "crisis", "nothing"]
    assert second.council is None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("q: あ\n", "labels.yaml:1: 「- q: …」で始まる一覧"),
        ("# 何もない\n", "labels.yaml:1: 「- q: …」で始まる一覧"),
        ("- q: あ\n  expect: []\n", "labels.yaml:1: kind が読めません"),
        ("- ただの文\n", "labels.yaml:1: 項目 が読めません"),
        ("- q: あ\n  expect: x\n  kind: a\n", "labels.yaml:2: expect が読めません"),
        ("- q: あ\n  expect: []\n  kind: a\n  cuoncil: a\n", "labels.yaml:4: cuoncil が読めません"),
        ("- q: あ\n\texpect: []\n", "labels.yaml:2: YAML として読めません"),
    ],
)
def test_a_mistake_is_told_by_its_line(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=told):
        labelled(written(tmp_path, content))


def test_the_projects_own_sets_name_only_what_there_is() -> None:
    known = _ids()
    for file in sorted((PROJECT / "tests" / "questions").glob("*.yaml")):
        for item in labelled(file):
            assert set(item.expect) <= known, (file.name, item.q)
            assert {item.office} <= known | {None}, (file.name, item.q)


def _ids() -> set[str]:
    knowledge = load(small.KNOWLEDGE)
    return {*knowledge.entries, *knowledge.offices, *knowledge.situations}
