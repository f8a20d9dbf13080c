"""What must be verified anew, and how it is marked: one line changes, and who did it is known."""

import difflib
import subprocess
from datetime import date
from pathlib import Path

import pytest
import small

from bot.knowledge.freshness import due, last_day, plan_end
from bot.knowledge.load import load, read_folder
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.verify import Fact, confirm, facts, history, places, queue

TODAY = date(2026, 11, 26)


def everything(folder: Path) -> list[Fact]:
    knowledge = load(folder)
    return list(facts(knowledge, (*knowledge.councils, "")))


def waiting(folder: Path) -> list[Fact]:
    return queue(everything(folder), TODAY)


def test_the_doubtful_come_first_and_then_the_oldest(folder: Path) -> None:
    first, *rest = waiting(folder)
    assert first.id == "honjo/honsho"
    assert first.doubtful
    dates = [fact.verified for fact in rest if not fact.doubtful]
    assert dates == sorted(dates)
    assert {fact.council for fact in waiting(folder)} >= {"konosu", "honjo"}


@pytest.mark.parametrize("id_", ["konosu/shakyo", "konosu/10", "child-guidance-consult"])
def test_confirmed_is_written_and_nothing_else_changes(folder: Path, id_: str) -> None:
    before = {file: file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")}
    assert id_ in {fact.id for fact in waiting(folder)}
    confirm(folder, id_, TODAY, "鴻巣 花子")
    changed = [f for f, text in before.items() if f.read_text(encoding="utf-8") != text]
    [file] = changed
    lines = difflib.ndiff(before[file].splitlines(), file.read_text("utf-8").splitlines())
    assert sum(line.startswith(("+ ", "- ")) for line in lines) == 3
    assert id_ not in {fact.id for fact in waiting(folder)}
    assert load(folder)
    assert "verified_by: 鴻巣 花子" in file.read_text("utf-8").replace('"', "")


def test_what_somebody_looked_at_waits_no_longer_and_stays_hidden(folder: Path) -> None:
    confirm(folder, "honjo/honsho", TODAY, "本庄 太郎")
    assert "honjo/honsho" not in {fact.id for fact in waiting(folder)}
    office = load(folder).offices["honjo/honsho"]
    assert office.hours
    assert office.shown("hours") == ""


def test_an_unknown_id_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(KnowledgeError, match="「konosu/shakyo」のことですか"):
        confirm(folder, "konosu/shakyou", TODAY, "a")


@pytest.mark.parametrize("id_", ["../konosu/shakyo", "nowhere/x", "konosu", "/etc", ""])
def test_nothing_is_looked_for_elsewhere(folder: Path, id_: str) -> None:
    with pytest.raises(KnowledgeError, match="見つかりません"):
        confirm(folder, id_, TODAY, "a")


def test_only_the_file_that_has_it_is_read(folder: Path) -> None:
    (folder / "honjo/council.yaml").write_text("- [", encoding="utf-8")
    assert confirm(folder, "konosu/shakyo", TODAY, "鴻巣 花子").name == "鴻巣市社会福祉協議会"


def test_everything_stands_where_it_is_said_to(folder: Path) -> None:
    found = places(read_folder(folder))
    assert found.keys() >= {fact.id for fact in everything(folder)}
    document, place = found["konosu/shakyo"]
    assert document.line(place) == small.line_of(document.file, "- id: konosu/shakyo")


def test_who_changed_an_entry_is_known_from_git(folder: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=鴻巣 花子", "-c", "user.email=h@example.jp"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    with pytest.raises(KnowledgeError, match="git の記録がありません"):
        history(folder, "konosu/10")
    git("init")
    git("add", ".")
    git("commit", "-m", "はじめ")
    confirm(folder, "konosu/10", TODAY, "鴻巣 花子")
    git("commit", "-am", "権利擁護を確かめた")
    confirm(folder, "konosu/19", TODAY, "鴻巣 花子")
    git("commit", "-am", "ほかを確かめた")
    told = [line.split("\t")[1:] for line in history(folder, "konosu/10")]
    assert told == [["鴻巣 花子", "権利擁護を確かめた"], ["鴻巣 花子", "はじめ"]]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-02-10", date(2024, 2, 10)),
        ("2023-02-29", None),
        ("2023-13", None),
        ("0000", None),
    ],
)
def test_a_date_means_its_last_day(written: str, day: date | None) -> None:
    assert last_day(written) == day


def test_two_years_are_long_enough() -> None:
    assert due("", TODAY)
    assert due("2024-11-25", TODAY)
    assert not due("2024-11", TODAY)
    assert plan_end("2026-10", TODAY) == "ended"
    assert plan_end("2027-03", TODAY) == "ending"
    assert plan_end("2031-03", TODAY) == "running"
