"""An imported FAQ is served: found, refused, cached, and beside a council of needs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import small

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge import shelf
from bot.knowledge.cache import finder_for
from bot.knowledge.exchange.faq import About, import_faq
from bot.knowledge.load import load
from bot.model import Entry, Outcome, Session, Turn
from bot.settings import PROJECT
from bot.understanding.japanese import Japanese

FAQ = [
    {
        "id": "G-1",
        "question": "粗大ごみの出し方を知りたい。",
        "answer": "受付センターへ電話してください。",
    },
    {"id": "G-2", "question": "燃えるごみの収集日はいつですか。", "answer": "週に二回です。"},
    {"id": "R-1", "question": "住民票の写しはどこで取れますか。", "answer": "市民課で取れます。"},
    {
        "id": "D-1",
        "question": "飼い犬の登録はどうしますか。",
        "answer": "保健所で登録してください。",
    },
]
Hear = Callable[..., Turn]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("table") / "faq.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in FAQ)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def served(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The project's own councils, and a city hall that has nothing but its FAQ."""
    root = small.copy(PROJECT / "knowledge", tmp_path_factory.mktemp("served") / "knowledge")
    import_faq(table, About("midori"), root, PROJECT / "knowledge", "2026-04-01")
    return build_guide(root, PROJECT / "data" / "cache")


@pytest.fixture
def hear(served: Guide) -> Hear:
    def hear(text: str, council: str | None = "midori") -> Turn:
        return served.hear(Session(council=council), text, "-")

    return hear


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("粗大ごみを出したい", "midori/G-1"),
        ("燃えるごみは何曜日？", "midori/G-2"),
        ("住民票がほしい", "midori/R-1"),
        ("犬の登録", "midori/D-1"),
        ("川崎市から引っ越してきた。住民票の写しはどこ？", "midori/R-1"),
    ],
)
def test_what_the_city_hall_answers_is_put_forward(hear: Hear, question: str, first: str) -> None:
    turn = hear(question)
    assert turn.outcome in (Outcome.ANSWERED, Outcome.SUGGESTED)
    assert turn.candidates[0].id == first
    assert all(0 <= c.score <= 1 for c in turn.candidates)
    assert turn.office == "midori/office"


@pytest.mark.parametrize(
    "question", ["カレーの隠し味を教えて", "野球の試合の結果は", "スマホゲームの攻略法"]
)
def test_what_it_does_not_answer_is_refused(hear: Hear, question: str) -> None:
    assert hear(question).outcome is Outcome.UNMATCHED


def test_danger_and_greetings_come_before_it(hear: Hear) -> None:
    assert hear("死にたい").outcome is Outcome.CRISIS
    assert hear("こんにちは").outcome is Outcome.SMALLTALK


def test_the_other_councils_answer_as_before(hear: Hear) -> None:
    turn = hear("母が通帳をすぐなくす", "konosu")
    assert turn.candidates[0].id.startswith("konosu/")
    assert hear("粗大ごみを出したい", "konosu").outcome is Outcome.UNMATCHED


def test_with_no_council_it_is_asked_which(hear: Hear) -> None:
    turn = hear("粗大ごみを出したい", None)
    assert turn.candidates[0].id == "midori/G-1"
    assert "midori" in {choice.label for choice in turn.reply.choices.flat}


def test_every_button_of_it_fits(hear: Hear) -> None:
    turn = hear("ごみのことを教えてください")
    tokens = [choice.token for choice in turn.reply.choices.flat]
    assert all(len(token.encode()) <= 64 for token in tokens)


@pytest.fixture
def folder_with_faq(table: Path, folder: Path, small_folder: Path) -> Path:
    import_faq(table, About("midori"), folder, small_folder, "2026-04-01")
    return folder


def made(root: Path, cache: Path) -> tuple[list[str], list[tuple[str, float]]]:
    """Which entries were read for the index, and what it then finds."""
    read: list[str] = []

    def watch(inside):  # type: ignore[no-untyped-def]
        for entry in inside:
            read.append(entry.id)
            yield entry

    knowledge = load(root)
    japanese = Japanese("core", knowledge.vocabulary)
    finder = finder_for(knowledge, japanese, cache, watch)
    found = finder.find(japanese.analyse("粗大ごみの出し方"), "midori")
    return read, [(one.entry, round(one.score, 3)) for one in found]


def test_it_is_indexed_once(folder_with_faq: Path, tmp_path: Path) -> None:
    read, found = made(folder_with_faq, tmp_path / "cache")
    assert len(read) == len(FAQ)
    assert found[0][0] == "midori/G-1"
    assert made(folder_with_faq, tmp_path / "cache") == ([], found)


def test_a_changed_answer_is_indexed_anew_and_a_changed_number_is_not(
    folder_with_faq: Path, tmp_path: Path
) -> None:
    made(folder_with_faq, tmp_path / "cache")
    faq = folder_with_faq / "midori/faq.yaml"
    text = faq.read_text(encoding="utf-8")
    faq.write_text(text.replace("2026-04-01", "2026-05-01"), encoding="utf-8")
    assert made(folder_with_faq, tmp_path / "cache")[0] == []
    faq.write_text(text.replace("市民課で", "戸籍課で"), encoding="utf-8")
    assert len(made(folder_with_faq, tmp_path / "cache")[0]) == len(FAQ)


def test_one_damaged_byte_anywhere_is_indexed_anew(folder_with_faq: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    _, expected = made(folder_with_faq, cache)
    [place] = (cache / "indexed/midori").iterdir()
    names = sorted(file.name for file in place.iterdir())
    assert "checksums.json" in names
    for name in names:
        file = place / name
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0x01
        file.unlink()
        file.write_bytes(content)
        read, found = made(folder_with_faq, cache)
        assert (name, len(read), found) == (name, len(FAQ), expected)


def test_a_missing_or_a_foreign_file_is_indexed_anew(folder_with_faq: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    made(folder_with_faq, cache)
    [place] = (cache / "indexed/midori").iterdir()
    (place / "worth.npy").unlink()
    assert len(made(folder_with_faq, cache)[0]) == len(FAQ)
    (place / "more.npy").touch()
    assert len(made(folder_with_faq, cache)[0]) == len(FAQ)
    assert made(folder_with_faq, cache)[0] == []


def test_a_cache_that_cannot_be_written_costs_only_time(
    folder_with_faq: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").touch()
    read, found = made(folder_with_faq, tmp_path / "cache")
    assert len(read) == len(FAQ)
    assert found[0][0] == "midori/G-1"


def test_what_cannot_be_put_together_is_made_again(tmp_path: Path) -> None:
    place = tmp_path / "shelf" / "a"
    shelf.write(shelf.Parts({}, {"other": 1}, {}), place)
    made_now = shelf.kept(
        place,
        lambda: "made",
        lambda text: shelf.Parts({}, {"text": text}, {}),
        lambda parts: str(parts.values["text"]),
    )
    assert made_now == "made"
    assert shelf.read(place).values == {"text": "made"}


def test_entries_are_shown_in_the_language_there_is(served: Guide, hear: Hear) -> None:
    turn = served.hear(Session(council="midori", language="en"), "粗大ごみを出したい", "-")
    assert turn.candidates[0].id == "midori/G-1"
    entry: Entry = served.knowledge.entries["midori/G-1"]
    assert entry.summary.say("en") == entry.summary.ja
