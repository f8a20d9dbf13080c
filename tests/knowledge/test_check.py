"""What ``knowledge check`` finds beyond what keeps a folder from loading."""

import time
from datetime import date
from pathlib import Path

import pytest
import small

from bot.knowledge.check import check_folder
from bot.knowledge.reader import KnowledgeError, Problem

TODAY = date(2026, 11, 26)


def found(folder: Path) -> list[Problem]:
    """The mistakes; a work list stands in any folder."""
    return [p for p in check_folder(folder, TODAY) if p.serious]


def test_the_small_folder_has_no_mistake(small_folder: Path) -> None:
    assert found(small_folder) == []


def test_the_projects_knowledge_has_no_mistake() -> None:
    assert [str(p) for p in check_folder(small.KNOWLEDGE, TODAY) if p.serious] == []


def test_residents_read_everything_in_three_languages_and_easily() -> None:
    words = (
        "日本語がありません",
        "英語がありません",
        "字あります。",
        "読みのない漢字",
        "打ち消しが重なって",
    )
    told = [
        str(p) for p in check_folder(small.KNOWLEDGE, TODAY) if any(w in p.message for w in words)
    ]
    assert told == []


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("konosu/council.yaml", "    services_en: ", "services の英語がありません"),
        ("honjo/council.yaml", "    district_easy: ", "district のやさしい日本語がありません"),
        ("honjo/council.yaml", "    hours_easy: ", "hours のやさしい日本語がありません"),
        ("konosu/entries.yaml", "    people: Know the offices", "roles の英語がありません"),
    ],
)
def test_a_version_that_lacks_is_told(folder: Path, file: str, line: str, told: str) -> None:
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith(line)), encoding="utf-8")
    assert any(told in problem.message for problem in check_folder(folder, TODAY))


def test_what_keeps_it_from_loading_is_told_first(folder: Path) -> None:
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    [problem] = check_folder(folder, TODAY)
    assert problem.file == folder / "themes.yaml"


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="知識フォルダがありません"):
        check_folder(tmp_path / "none", TODAY)


def test_an_utterance_of_two_needs_is_told(folder: Path) -> None:
    file = folder / "needs/zweite.yaml"
    need = (
        "- id: other\n  name: a\n  easy: a\n  en: a\n  questions:\n  - 新しい\n  - 生活費　相談\n"
    )
    file.write_text(need, encoding="utf-8")
    [problem] = found(folder)
    assert (problem.file, problem.line, problem.serious) == (file, 7, True)
    assert "「生活費　相談」は money-now にもあります" in problem.message


@pytest.mark.parametrize(
    ("name", "old", "again"),
    [
        ("needs/all.yaml", "  - 生活費　相談", "  - 生活費 相談"),
        ("danger.yaml", "    - 死にたい", "    - 死に たい"),
        ("vocabulary.yaml", None, None),
        ("honjo/council.yaml", "    areas: [本庄市銀座", "    areas: [本庄市銀座, 本庄市銀座"),
    ],
)
def test_what_stands_twice_in_one_list_is_told(
    folder: Path, name: str, old: str | None, again: str | None
) -> None:
    file = folder / name
    assert not [p for p in check_folder(folder, TODAY) if "区別しません" in p.message]
    if old is None or again is None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write("- idea: 新しい\n  words:\n  - ｱﾊﾟｰﾄ\n  - アパート\n")
    elif again.startswith(old):
        small.replace(file, old, again)
    else:
        small.replace(file, old, f"{old}\n{again}")
    [problem] = [p for p in check_folder(folder, TODAY) if "区別しません" in p.message]
    assert (problem.file, problem.serious) == (file, False)
    assert "どちらかを消してください" in problem.message


def test_the_projects_knowledge_says_nothing_twice() -> None:
    told = [p for p in check_folder(small.KNOWLEDGE, TODAY) if "区別しません" in p.message]
    assert [str(problem) for problem in told] == []


BANNED = "0120-738-556"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("hotlines.yaml", 'number: "0120-783-556"', f'number: "{BANNED}"'),
        ("hotlines.yaml", 'alternatives: ["043-242-9939"]', f'alternatives: ["{BANNED}"]'),
        ("hotlines.yaml", "受付時間は公式ページで", f"{BANNED}。受付時間は公式ページで"),
        ("konosu/council.yaml", "phone: 048-541-1321", f"phone: {BANNED}"),
        ("konosu/council.yaml", "fax: 048-541-1328", f"fax: {BANNED}"),
        ("konosu/entries.yaml", "  summary: ", f"  summary: {BANNED} "),
        ("texts/resident.yaml", "お住まいの市をえらんで", f"{BANNED} お住まいの市をえらんで"),
        ("danger.yaml", "  advice: ", f"  advice: {BANNED} "),
    ],
)
def test_a_number_that_must_not_be_shown_is_told(
    folder: Path, name: str, old: str, new: str
) -> None:
    file = folder / name
    line = file.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    small.replace(file, old, new)
    [problem] = found(folder)
    assert (problem.file, problem.line, problem.serious) == (file, line, True)
    assert problem.message == f"{BANNED} は出してはいけない番号（never_show）です"


def test_a_number_that_must_not_be_shown_may_stand_in_what_a_resident_says(folder: Path) -> None:
    small.replace(folder / "needs/all.yaml", "- 生活費　相談", f"- {BANNED} とは")
    assert found(folder) == []


def test_a_fax_of_another_exchange_is_to_be_looked_at(folder: Path) -> None:
    file = folder / "konosu/council.yaml"
    small.replace(file, "fax: 048-541-1328", "fax: 048-514-1328")
    [problem] = [p for p in check_folder(folder, TODAY) if p.file == file and "局番" in p.message]
    assert problem.line == small.line_of(file, "048-514-1328")
    assert not problem.serious
    assert "048-541-1321" in problem.message
    assert "048-514-1328" in problem.message


def test_five_thousand_entries_are_checked_in_ten_seconds(folder: Path) -> None:
    entry = (
        "- id: konosu/n{0}\n  kind: service\n  name: 見守り{0}\n  name_easy: みまもり\n"
        "  name_en: Watching\n  summary: 家をたずね、話を聞きます。\n"
        "  easy: 家に 行（い）って 話を 聞きます。\n  en: We visit and listen.\n"
        "  needs: [money-now]\n  questions: [見守り{0}は何ですか, みまもり{0}]\n"
        "  office: konosu/shakyo\n  source: {{document: konosu, at: 資料{0}}}\n  verified: 2026-03\n"
    )
    with (folder / "konosu/entries.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(entry.format(number) for number in range(5000))
    started = time.monotonic()
    assert found(folder) == []
    assert time.monotonic() - started < 10
